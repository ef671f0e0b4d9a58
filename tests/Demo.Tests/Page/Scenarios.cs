namespace Demo.Tests.Page;

/// <summary>What each scenario of browser/scenarios.mjs must see.</summary>
internal static class Scenarios
{
    public static readonly TheoryData<string, string> All = new()
    {
        { "the-page-starts-with-an-answer", """{"verdict":true,"bars":2,"facts":true,"strongest":true}""" },
        { "the-verdict-follows-the-typing", """["positive-text","negative-text"]""" },
        { "an-answer-to-an-older-text-is-dropped", """["Negative",true]""" },
        { "the-words-that-matter-are-shaded", """{"words":12,"strongest":0.5,"shaded":true,"text":true}""" },
        { "a-character-that-was-damaged-before-is-ignored", "[false,true]" },
        { "a-long-text-says-that-it-was-cut", "true" },
        {
            "words-that-cannot-be-weighed-leave-the-verdict",
            """["Positive","The words could not be weighed: Busy.",false]"""
        },
        {
            "the-words-of-two-models-name-the-one-that-weighs-them",
            """
            ["Positive, 90.0 %",
            "The words are weighed by the main model, large, which says Negative, 60.0 %. No single word changes the score by itself."]
            """
        },
        {
            "a-refusal-is-shown-in-the-apps-own-words",
            """["The text has 100001 characters; at most 100000 are accepted. Shorten it, or raise Sentiment__MaxCharacters.",false]"""
        },
        { "an-app-that-is-gone-is-told-as-such", "\"The app does not answer. Is it still running?\"" },
        {
            "an-answer-that-is-not-json-is-told-as-such",
            "\"The answer broke off, or is not JSON. Is the app still running, or did another server answer?\""
        },
        { "a-refusal-of-an-older-text-is-dropped", """[false,"Positive"]""" },
        { "the-function-key-is-asked-for-and-sent", "[false,false]" },
        {
            "a-key-that-is-refused-is-told-as-such-and-typed-over",
            """["That key was refused. Enter another one at the top of the page.",false]"""
        },
        {
            "a-key-that-no-header-can-hold-is-refused-in-the-form",
            """[true,"A function key has only ASCII letters, digits and signs. Copy it again.",false]"""
        },
        {
            "a-user-who-types-keeps-the-focus-when-a-key-is-needed",
            """["This app needs a function key. Enter it at the top of the page.","text"]"""
        },
        {
            "a-dropped-file-is-scored-row-by-row",
            """
            {"labels":["All 4","Negative 2","Positive 1","Errors 1"],"rows":["Positive","Negative","Negative"],
            "failed":["3","Error: The text is empty or blank."],"picture":true,"file":["reviews.scored.csv",[
            "id,review,stars,sentiment_label,sentiment_score,sentiment_tokens,sentiment_unknown,sentiment_truncated,sentiment_error",
            "1,\"A wonderful, moving and very funny film.\",5,POSITIVE,SCORE,TOKENS,0,false,",
            "2,\"A dull, stupid and boring waste of time.\",1,NEGATIVE,SCORE,TOKENS,0,false,",
            "3,,3,,,,,,The text is empty or blank.",
            "4,\"He said \"\"awful\"\",\nand left.\",2,NEGATIVE,SCORE,TOKENS,0,false,",""]]}
            """
        },
        { "doubtful-rows-are-left-undecided", """["below 99 %",true,true,true,"as the app decides",false,false,false]""" },
        {
            "packed-json-lines-come-back-as-json-lines",
            """
            ["reviews.scored.jsonl",[[1,"POSITIVE","label score scores tokens unknown truncated"],
            [2,"NEGATIVE","label score scores tokens unknown truncated"],[3,"The object has no 'review'.","error"]]]
            """
        },
        {
            "a-file-of-tabs-keeps-its-extension",
            """
            ["reviews.scored.tsv","1\trow 1\tPOSITIVE\t0.9\t5\t0\tfalse\t","reviews.scored.TAB","1\trow 1\tPOSITIVE\t0.9\t5\t0\tfalse\t"]
            """
        },
        { "a-row-is-looked-at-above", "true" },
        { "a-column-is-asked-for-where-none-is-named", """[["Choose the column…","who","what"],["All 2","Negative 1","Positive 1"]]""" },
        {
            "a-column-keeps-its-results-while-another-is-looked-at",
            """
            [["1 of 2 rows",["All 2","Errors 1"],true,false],["2 of 2 rows",["All 2","Positive 2"],false,true],
            ["All 2","Negative 1","Errors 1"],2]
            """
        },
        {
            "a-file-without-a-chosen-column-shows-nothing-of-an-earlier-run",
            """
            [[0,"","","Score",false,false,false],"1 of 3 rows",[0,"","","Score",false,false,false],true]
            """
        },
        {
            "of-several-files-at-once-the-one-that-is-used-is-named",
            """["first.csv: 1 rows (only this one of 2 files is used)",["All 1","Positive 1"],"second.csv: 1 rows"]"""
        },
        {
            "a-file-that-is-gone-is-told-as-such",
            "\"gone.csv could not be read: it is a folder, or it was changed or removed. Choose it again.\""
        },
        {
            "of-several-files-the-last-one-is-shown",
            """["reviews.csv: 4 rows",false,["All 4","Negative 2","Positive 1","Errors 1"],false]"""
        },
        {
            "a-file-that-is-no-text-is-refused",
            """
            ["book.xlsx could not be read: The file is not CSV but an Excel workbook or another zip archive. Save it as CSV (UTF-8) first.",
            false]
            """
        },
        {
            "a-file-that-is-refused-leaves-the-one-before",
            """
            ["empty.csv could not be read: The file is empty.","few.csv: 2 rows",["All 2","Positive 2"],"few.scored.csv",
            false,["All 1","Negative 1"]]
            """
        },
        { "a-cancelled-run-goes-on-later", """{"partly":true,"labels":["All 3,000","Negative 1,000","Positive 2,000"],"again":false}""" },
        { "a-busy-app-is-waited-for", """["0 of 2 rows · the app is busy, waiting","2 of 2 rows",false]""" },
        { "a-batch-that-is-too-large-is-halved", """["All 80","Negative 27","Positive 53"]""" },
        { "an-app-that-fails-leaves-what-was-scored", """{"error":"Out of order.","gone":true}""" },
        {
            "a-hundred-thousand-rows-stay-quick",
            """
            {"few":true,"labels":["All 100,000","Negative 33,334","Positive 66,665","Errors 1"],"errors":["70001"],"sorted":"Positive",
            "first":"10.0 %","downloaded":[100002,"bad row,,,,,,The text is bad.","row 99999 is a review,NEGATIVE,SCORE,TOKENS,0,false,"]}
            """
        },
        { "rows-are-sorted-by-a-click-and-at-the-end-of-a-run-only", """{"first":["10.0 %","10.0 %"],"sorts":2,"lowered":40}""" },
        { "a-slow-redraw-is-made-less-often", """["All 1","Positive 1"]""" },
        { "everything-works-by-keyboard", """{"reached":true,"sorted":"Row","picked":true}""" },
        { "the-end-of-a-run-moves-the-focus-from-its-button-to-the-download", "\"download\"" },
        {
            "a-row-keeps-its-button-while-its-score-arrives",
            """[true,0,["row 1","Positive","90.0 %","5","Error: The text is bad. bad row"]]"""
        },
        { "a-run-is-not-read-aloud-before-its-end", """[[0,"off"],[1,"polite"]]""" },
        { "a-row-with-the-focus-is-not-hidden-under-the-heading", "true" },
        { "nothing-vanishes-in-forced-colours", """{"filters":2,"bars":3,"words":true,"legend":["solid","wavy"]}""" },
        { "a-phone-needs-no-sideways-scrolling", """{"complaints":[],"wide":false,"readable":true,"small":0}""" },
        { "nothing-keeps-a-screen-reader-out", "[]" },
        { "nothing-keeps-a-screen-reader-out-in-the-dark", "[]" },
    };
}
