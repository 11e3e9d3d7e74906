import Glibc
import LessonFormat
import Platform
import StyledText

/// `loopwalk new`: the beginning of a lesson, to be filled in.
public struct NewLesson {
    private let screen: Screen

    /// Says on `screen` what it has done.
    public init(on screen: Screen) {
        self.screen = screen
    }

    /// Writes the template of the lesson `name` into the working folder. Returns the exit code.
    ///
    /// `name` is the lesson's name, or its file's; without a number it gets the next one that is
    /// free in the folder.
    /// Errors: `Misread`, if no lesson can be called that.
    public func write(_ name: String) throws(Misread) -> Int32 {
        let file = try fileName(for: name)
        do throws(SystemError) {
            try WholeFile.create(file, replacing: false) { descriptor throws(SystemError) in
                try WholeFile.write(
                    Array(Self.template(title: Self.title(of: file)).utf8),
                    to: descriptor
                )
            }
        } catch {
            screen.complain(
                error.number == EEXIST
                    ? "\(file) is there already, and was left as it is; choose another name"
                    : "\(file) cannot be written: \(error)"
            )
            return 1
        }
        screen.show(
            screen.page.set(
                "Wrote \(file). loopwalk open \(file) shows it; loopwalk lint \(file) checks it."
            )
        )
        screen.flush()
        return 0
    }

    private func fileName(for name: String) throws(Misread) -> String {
        let stem = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
        let isNumbered = stem.prefix { $0 != "-" }.allSatisfy(\.isNumber) && stem.contains("-")
        let file = "\(isNumbered ? "" : "\(nextNumber())-")\(stem).md"
        do throws(LessonErrors) {
            _ = try Lesson(source: Self.template(title: "T"), path: file)
        } catch {
            throw Misread(message: error.errors.map { "\($0.message); \($0.advice)" }.joined())
        }
        guard !stem.contains("/") else {
            throw Misread(message: "a lesson is written where you are; go to that folder first")
        }
        return file
    }

    /// The number after the highest that a lesson in the working folder has.
    private func nextNumber() -> String {
        let numbers = names(inFolder: ".").filter { $0.hasSuffix(".md") }
            .compactMap { Int($0.prefix { $0 != "-" }) }
        let next = (numbers.max() ?? 0) + 1
        return next < 10 ? "0\(next)" : "\(next)"
    }

    private static func title(of file: String) -> String {
        let words = file.dropLast(3).drop { $0 != "-" }.dropFirst().replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
