/// How the page looks, in light and in dark.
enum StepperStyle {
    static let text = """
        :root { --paper: #fff; --ink: #1c1c1c; --dim: #565656; --edge: #cfcfcf; --mark: #fff2c2;
          --c1: #1f5fbf; --c2: #8e3a9d; --c3: #23762f; --c4: #9a5b00; --c5: #00707c;
          --c6: #b0305c; --c7: #5a5fc4; --c0: #66661a; --bad: #b00020 }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #161616; --ink: #e8e8e8; --dim: #a8a8a8; --edge: #444; --mark: #463b12;
            --c1: #7fb0ff; --c2: #d79be3; --c3: #84cf8f; --c4: #f0b45a; --c5: #62ccd8;
            --c6: #ff93b5; --c7: #adb1ff; --c0: #cfcf72; --bad: #ff8a94 } }
        * { box-sizing: border-box }
        body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--paper);
          color: var(--ink); font: 16px/1.45 system-ui, sans-serif }
        h1 { font-size: 1.2rem; margin: 0 } h2 { font-size: .9rem; margin: 0; color: var(--dim) }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center }
        nav { display: flex; flex-wrap: wrap; gap: .3rem }
        header p { margin: 0; flex-basis: 100%; color: var(--dim);
          font-variant-numeric: tabular-nums }
        button, select, input { font: inherit; color: inherit; background: var(--paper);
          border: 1px solid var(--edge); border-radius: .3rem; padding: .2rem .6rem }
        .slide { display: flex; gap: .5rem; flex: 1 1 12rem } .slide input { flex: 1; padding: 0 }
        :focus-visible { outline: 2px solid var(--c1); outline-offset: 2px }
        main { display: grid; gap: 1rem; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
          margin-top: 1rem }
        #now { grid-column: 1 / -1; min-height: 13rem }
        #now p { margin: 0 0 .3rem } #sentence { font-size: 1.15rem }
        #why { margin: 0; padding: 0; list-style: none; color: var(--dim) }
        @media (max-width: 44rem) { main { grid-template-columns: minmax(0, 1fr) } }
        #code, #output, .code { font-family: ui-monospace, "DejaVu Sans Mono", monospace }
        #code { margin: 0; padding: 0; list-style: none; font-size: .85rem; overflow-x: auto }
        #code li { display: flex; gap: .8rem; white-space: pre; min-width: max-content;
          padding: 0 .3rem }
        #code .no { color: var(--dim); width: 2.2em; text-align: right; user-select: none }
        #code .who { padding-left: 1em } #code .here { background: var(--mark) }
        #code .here .no::before { content: "> " }
        #output { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem }
        dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem }
        dt { color: var(--dim) } dd { margin: 0; overflow-wrap: anywhere }
        .grave { color: var(--bad); font-weight: bold }
        dialog { background: var(--paper); color: var(--ink); border: 1px solid var(--edge) }
        #find, #stop { position: sticky; bottom: 0; background: var(--paper); padding: .5rem 0 }
        .t0 { color: var(--c0) } .t1 { color: var(--c1) } .t2 { color: var(--c2) }
        .t3 { color: var(--c3) } .t4 { color: var(--c4) } .t5 { color: var(--c5) }
        .t6 { color: var(--c6) } .t7 { color: var(--c7) }
        [class^="t"] { font-weight: 600 }
        """
}
