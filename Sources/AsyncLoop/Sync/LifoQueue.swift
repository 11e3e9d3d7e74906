/// A queue that gives the latest item first.
///
/// Source: asyncio `LifoQueue`.
@EventLoop
public final class LifoQueue<Element>: Queue<Element> {
    private var stack: [Element] = []

    /// How many items it holds.
    public override var count: Int { stack.count }

    override func store(_ item: Element) { stack.append(item) }

    override func take() -> Element { stack.removeLast() }
}
