/// A queue that gives the latest item first.
///
/// Source: asyncio `LifoQueue`.
@EventLoop
public final class LifoQueue<Element>: Queue<Element> {
    private var stack: [Element] = []

    /// An empty queue. `name` is shown in traces.
    public init(maxsize: Int = 0, name: String? = nil) {
        super.init(maxsize: maxsize, name: name, isFirstInFirstOut: false)
    }

    override func store(_ item: Element) { stack.append(item) }

    override func take() -> Element { stack.removeLast() }
}
