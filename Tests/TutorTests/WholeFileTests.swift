import Glibc
import Platform
import Testing

@testable import Tutor

@Suite struct `A file that is made` {
    /// Makes the file at `path`; the number of the error, if there is one.
    private func create(
        _ path: String,
        replacing: Bool = false,
        _ text: String,
        failingWith number: Int32? = nil
    ) -> Int32? {
        do throws(SystemError) {
            try WholeFile.create(path, replacing: replacing) { file throws(SystemError) in
                try WholeFile.write(Array(text.utf8), to: file)
                if let number { throw SystemError(number) }
            }
            return nil
        } catch {
            return error.number
        }
    }

    @Test func `is there whole, with the rights that new files have`() throws {
        let folder = try ScratchFolder()
        #expect(create(folder.path + "/a", "one") == nil)
        #expect(try folder.read("a") == "one")
        let mask = umask(0)
        umask(mask)
        var info = stat()
        #expect(stat(folder.path + "/a", &info) == 0 && info.st_mode & 0o777 == 0o666 & ~mask)
        #expect(folder.names == ["a"])
    }

    @Test func `takes no other's place unless told to`() throws {
        let folder = try ScratchFolder()
        try folder.write("one", to: "a")
        #expect(create(folder.path + "/a", "two") == EEXIST)
        #expect(try folder.read("a") == "one")
        #expect(create(folder.path + "/a", replacing: true, "two") == nil)
        #expect(try folder.read("a") == "two")
        #expect(folder.names == ["a"])
    }

    @Test func `is not there at all if writing it fails`() throws {
        let folder = try ScratchFolder()
        #expect(create(folder.path + "/a", "half", failingWith: ENOSPC) == ENOSPC)
        #expect(folder.names.isEmpty)
        try folder.write("one", to: "a")
        #expect(create(folder.path + "/a", replacing: true, "half", failingWith: ENOSPC) == ENOSPC)
        #expect(try folder.read("a") == "one")
        #expect(folder.names == ["a"])
    }

    @Test func `goes where a symbolic link points, and the link stays`() throws {
        let folder = try ScratchFolder()
        try folder.write("one", to: "there")
        symlink("there", folder.path + "/here")
        #expect(create(folder.path + "/here", "two") == EEXIST)
        #expect(create(folder.path + "/here", replacing: true, "two") == nil)
        #expect(try folder.read("there") == "two")
        try WholeFile.replace(folder.path + "/here", with: Array("three".utf8))
        #expect(try folder.read("there") == "three")
        #expect(linkTarget(folder.path + "/here") == "there")
        #expect(folder.names == ["here", "there"])
    }

    @Test func `is moved aside to a name that is free`() throws {
        let folder = try ScratchFolder()
        try folder.write("one", to: "a")
        try folder.write("other", to: "a.bad-1")
        symlink("nowhere", folder.path + "/a.bad-2")
        #expect(try WholeFile.moveAside(folder.path + "/a", as: "bad") == folder.path + "/a.bad-3")
        #expect(try folder.read("a.bad-3") == "one")
        #expect(folder.names == ["a.bad-1", "a.bad-2", "a.bad-3"])
        #expect(throws: SystemError(ENOENT)) {
            try WholeFile.moveAside(folder.path + "/a", as: "bad")
        }
    }

    @Test func `is no file where a device is: that is written to`() {
        #expect(create("/dev/null", "one") == nil)
        #expect(create("/dev/full", "one") == ENOSPC)
        var info = stat()
        #expect(stat("/dev/null", &info) == 0 && info.st_mode & S_IFMT == S_IFCHR)
    }
}
