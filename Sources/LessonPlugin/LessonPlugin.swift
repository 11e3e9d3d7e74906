import Foundation
import PackagePlugin

/// Compiles the package's lessons, `Lessons/*.md`, into one Swift file of the target.
@main
struct LessonPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "Lessons")
        // A package without lessons builds too: its book is empty.
        let files =
            (try? FileManager.default.contentsOfDirectory(
                at: folder,
                includingPropertiesForKeys: nil
            )) ?? []
        let lessons = files.filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "LessonBook+Lessons.swift")
        return [
            .buildCommand(
                displayName: "Compiling lessons",
                executable: try context.tool(named: "lessonc").url,
                arguments: [output.path] + lessons.map(\.path),
                inputFiles: lessons,
                outputFiles: [output]
            )
        ]
    }
}
