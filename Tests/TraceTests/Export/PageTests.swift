import AsyncLoop
import BuildProducts
import Foundation
import LoopEvents
import PageSupport
import StyledText
import Testing

@testable import Trace

extension LoopSuites {
    @Suite struct PageTests {
        private static let browser = PageScript.program([
            "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
        ])

        private func recordings() async -> [Recording] {
            var recordings: [Recording] = []
            for program in Programs.all + [hostileTexts] {
                var recording = await program.run()
                recording.code = "first line\n\t</script><b>& \u{1B}[31m\"red\"\n\u{202E}last"
                recordings.append(recording)
            }
            return recordings
        }

        private func page(_ recordings: [Recording]) -> String {
            var page = ""
            ExportFormat.html.write(recordings) { page += $0 }
            return page
        }

        @Test func `a page is whole in itself and asks the network for nothing`() async {
            let page = page(await recordings())
            for word in [
                "http:", "https:", "//cdn", " src=", " href=", "url(", "@import", "fetch(",
                "XMLHttpRequest", "WebSocket", "import(", "eval(",
            ] {
                #expect(!page.contains(word), "\(word)")
            }
            #expect(page.contains("default-src 'none'"))
        }

        @Test func `no text can leave its place on the page`() async {
            let page = page(await recordings())
            #expect(page.components(separatedBy: "</script>").count == 3)
            #expect(page.components(separatedBy: "<script").count == 3)
            #expect(!page.contains("<b>"))
            let isHarmless = page.unicodeScalars.allSatisfy {
                $0 == "\n" || ($0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value))
            }
            #expect(isHarmless)
        }

        @Test func `the same runs give the same page`() async {
            let recordings = await recordings()
            #expect(page(recordings) == page(recordings))
        }

        @Test(.enabled(if: canRun(PageScript.node != nil), "node is not there"))
        func `the page's boards are the board at every moment, forward and back`() async throws {
            let recordings = await recordings()
            let runs = try PageScript.facts(of: page(recordings))
            #expect(runs.count == recordings.count)
            for (run, recording) in zip(runs, recordings) {
                let parting = zip(run.facts, recording.facts).first { $0 != $1 }
                #expect(parting == nil, "\(run.title): \(String(describing: parting))")
                #expect(run.facts.count == recording.events.count + 1, "\(run.title)")
            }
        }

        @Test(.enabled(if: canRun(PageScript.node != nil), "node is not there"))
        func `the page follows tasks and finds stops as the stage does`() async throws {
            let recordings = await recordings()
            let runs = try PageScript.walks(of: page(recordings))
            for (walks, recording) in zip(runs, recordings) {
                var names = recording.tasks.map { Phrases.clean($0.name) }
                names += Stop.words.map(\.word) + ["line 2"]
                #expect(Set(walks.keys) == Set(names), "\(recording.title)")
                for name in Set(names) {
                    // A task may be called as a kind of event is, on the page and here.
                    guard let stop = Stop(name, in: recording) else { continue }
                    #expect(walks[name] == walk(recording, stop), "\(recording.title): \(name)")
                }
            }
        }

        /// Where going on to `stop` leads, forward from the beginning and then back from the end.
        private func walk(_ recording: Recording, _ stop: Stop) -> [Int] {
            var stage = Stage(recording)
            stage.stops = [stop]
            var walk: [Int] = []
            while stage.goOn(forward: true) { walk.append(stage.index) }
            stage.go(to: stage.count)
            while stage.goOn(forward: false) { walk.append(stage.index) }
            return walk
        }

        @Test(.enabled(if: canRun(browser != nil), "no browser of Chromium's kind is there"))
        func `a browser steps through the page both ways and shows the board`() async throws {
            let recordings = await recordings()
            let views = try seen(in: page(recordings))
            #expect(views.count == recordings.count)
            for (view, recording) in zip(views, recordings) {
                let title = recording.title
                let expected = expectations(of: recording)
                #expect(view.forward.count == expected.count, "\(title)")
                let parting = zip(view.forward, expected).first { $0 != $1 }
                #expect(parting == nil, "\(title): \(String(describing: parting))")
                #expect(view.back == view.forward.reversed(), "\(title)")
                let ends = [0] + Log(recording).rows.map(\.range.upperBound)
                var stops: [Int] = []
                for end in ends where stops.last != end { stops.append(end) }
                #expect(view.steps == stops, "\(title)")
                #expect(view.stepsBack == stops.reversed(), "\(title)")
                // Two stops on, one back.
                let first = walk(recording, .kind("pass", [.passBegan]))[0]
                #expect(view.kept == "stops: pass, at \(first)", "\(title)")
            }
        }

        // MARK: What a browser shows

        private struct View {
            var forward: [String]
            var back: [String]
            var steps: [Int]
            var stepsBack: [Int]
            var kept: String
        }

        private func seen(in page: String) throws -> [View] {
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("loopwalk-browser-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("page.html")
            let driven = page.replacing("</body>", with: "<script>\(Self.driver)</script></body>")
            try Data(driven.utf8).write(to: file)
            let output = try PageScript.output(
                of: Self.browser ?? "",
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--user-data-dir=\(folder.path)/profile", "--dump-dom", file.absoluteString,
                ]
            )
            let parts = String(decoding: output, as: UTF8.self).components(separatedBy: "=====")
            let text = try #require(parts.count == 3 ? parts[1].removingPercentEncoding : nil)
            let views = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return try #require(views as? [[String: Any]]).map { view in
                View(
                    forward: view["forward"] as? [String] ?? [],
                    back: view["back"] as? [String] ?? [],
                    steps: view["steps"] as? [Int] ?? [],
                    stepsBack: view["stepsBack"] as? [Int] ?? [],
                    kept: view["kept"] as? String ?? ""
                )
            }
        }

        /// Presses the keys a reader would, and notes what is on the page after each.
        private static let driver = #"""
            const press = (key) => document.body.dispatchEvent(
              new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            const text = (id) => document.getElementById(id).textContent;
            const look = () => {
              const parts = [text("place")];
              for (const name of document.querySelectorAll("#board dt")) {
                if (!["running", "ready", "waiting", "done"].includes(name.textContent)) continue;
                const value = name.nextElementSibling;
                const items = [...value.querySelectorAll("div")].map((item) => item.textContent);
                parts.push(name.textContent + ": " + (items.join(" | ") || value.textContent));
              }
              return parts.concat("output: " + text("output")).join("\n");
            };
            const place = () => Number(document.getElementById("slider").value);
            const views = [];
            const choice = document.getElementById("run");
            for (let number = 0; number < choice.options.length; number += 1) {
              choice.selectedIndex = number;
              choice.dispatchEvent(new Event("change"));
              const count = Number(document.getElementById("slider").max);
              const view = { forward: [look()], back: [], steps: [0], stepsBack: [] };
              for (let at = 0; at < count; at += 1) { press("."); view.forward.push(look()); }
              view.back.push(look());
              for (let at = 0; at < count; at += 1) { press(","); view.back.push(look()); }
              while (place() < count) { press("n"); view.steps.push(place()); }
              view.stepsBack.push(place());
              while (place() > 0) { press("ArrowLeft"); view.stepsBack.push(place()); }
              press("G");
              if (place() !== count) view.steps.push("G");
              press("g"); press("g");
              if (place() !== 0) view.steps.push("gg");
              press("3"); press("G");
              if (place() !== Math.min(3, count)) view.steps.push("3G");
              press("b");
              document.getElementById("where").value = "pass";
              document.getElementById("stop").requestSubmit();
              press("g"); press("g"); press("c"); press("c"); press("C");
              view.kept = text("kept") + ", at " + place();
              views.push(view);
            }
            document.body.textContent = "====="
              + encodeURIComponent(JSON.stringify(views)) + "=====";
            """#

        /// What should be on the page at every moment, from the board's facts.
        private func expectations(of recording: Recording) -> [String] {
            let phrases = Phrases(recording)
            var board = Board()
            var output = ""
            var views: [String] = []
            for count in 0...recording.events.count {
                let waiting = board.tasks.indices.compactMap { index in
                    board.wait(of: index + 1).map {
                        "\(phrases.name(index + 1).text) for \(words($0, phrases))"
                    }
                }
                let place =
                    "After event \(count) of \(recording.events.count), at "
                    + "\(phrases.clock(board.time)) s, pass \(board.pass)"
                views.append(
                    [
                        place, "running: \(runner(board, phrases))",
                        "ready: \(names(recording.readyNames(on: board), phrases))",
                        "waiting: \(waiting.isEmpty ? "nobody" : waiting.joined(separator: " | "))",
                        "done: \(done(board, phrases))", "output: \(output)",
                    ].joined(separator: "\n")
                )
                guard count < recording.events.count else { break }
                let event = recording.events[count]
                board.apply(event)
                if event.kind == .output {
                    output += sanitized(recording.text(of: event))
                    output += event.detail == 1 ? "" : "\n"
                }
            }
            return views
        }

        private func words(_ wait: Board.Wait, _ phrases: Phrases) -> String {
            let words = phrases.waited(wait).text
            guard let deadline = wait.deadline, wait.role != .sleep, wait.role != .wait else {
                return words
            }
            return "\(words), until \(phrases.clock(deadline))"
        }

        private func runner(_ board: Board, _ phrases: Phrases) -> String {
            switch board.running {
            case .task(let id): phrases.name(id).text
            case .callback: "callback"
            case nil where board.isClosed: "nobody (the loop has closed)"
            case nil: "nobody (\(board.isDeadlocked ? "a deadlock" : "the loop itself"))"
            }
        }

        private func names(_ names: [String], _ phrases: Phrases) -> String {
            names.isEmpty ? "nobody" : names.map(Phrases.clean).joined(separator: ", ")
        }

        private func done(_ board: Board, _ phrases: Phrases) -> String {
            let done = board.tasks.enumerated().compactMap { place, task -> String? in
                guard case .finished(let outcome) = task.status else { return nil }
                return phrases.name(place + 1).text + (outcome == .result ? "" : " (\(outcome))")
            }
            return done.isEmpty ? "nobody" : done.joined(separator: ", ")
        }
    }
}

/// Names and output that try to be something else.
let hostileTexts = Program("</title><script>alert(1)</script>&lt;\u{1B}]0;x\u{7}") {
    let names = [
        "</script><script>alert(1)</script>", "]]>&amp;<!--", "\u{202E}\u{2028}\u{1B}[31m",
        "\"'`${1}\\", "进度👩‍👩‍👧", "\u{FFFE}\u{FFFF}\u{0}",
    ]
    let tasks = names.map { name in
        createTask(name: name) {
            print(name)
            let future = Future<Int>(name: name)
            EventLoop.callLater(1) { try future.setResult(1) }
            _ = try await future.value()
        }
    }
    _ = try await gather(tasks)
}
