import CLinux
import Glibc

/// The folder that the running test bundle, and so every executable of the package, was built into.
public let buildProducts: String = {
    let bundle = String(cString: linux_image_path(#dsohandle))
    return String(bundle[..<bundle.lastIndex(of: "/")!])
}()

/// The folder of the release build of the same package; `make test` fills it before the tests run.
public let releaseProducts: String =
    buildProducts[..<buildProducts.lastIndex(of: "/")!] + "/release"

/// Whether the release build of the package has the program `name`.
public func isReleased(_ name: String) -> Bool { access("\(releaseProducts)/\(name)", X_OK) == 0 }
