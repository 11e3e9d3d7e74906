import Foundation
import PackagePlugin

/// Compiles the package's lessons, `Lessons/*.md`, into Swift files of the target, one each and a list.
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
        let output = context.pluginWorkDirectoryURL
        let names = lessons.map { $0.deletingPathExtension().lastPathComponent } + ["LessonTable"]
        return [
            .buildCommand(
                displayName: "Compiling lessons",
                executable: try context.tool(named: "lessonc").url,
                arguments: [output.path] + lessons.map(\.path),
                inputFiles: lessons,
                outputFiles: names.map { output.appending(path: $0 + ".swift") }
            )
        ]
    }
}
