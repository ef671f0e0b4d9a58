using Sentiment.Training.Text;

namespace Sentiment.Training.Recipe;

/// <summary>
/// Short generated reviews in which the label does not come from a word of praise or blame, but from how the words stand together: what is
/// absent, what is over, what is compared, regretted, paid, or how long something lasted. Labelled corpora have few of them. Every frame
/// has a counterpart of the other label with nearly the same words, so that no single word tells the label.
/// </summary>
internal static class Contrasts
{
    private const int MostOfFrame = 110;

    private static readonly Dictionary<string, string[]> Slots = new()
    {
        ["thing"] =
        [
            "it", "this", "the phone", "the app", "the hotel", "the room", "the film", "the camera", "the update", "the soup", "the chair",
            "the lamp", "the tent", "the game", "the course", "the cream", "the mattress", "the pump", "the bike",
            "the headset", "the staff",
        ],
        ["kind"] =
        [
            "phone", "app", "hotel", "film", "camera", "pizza", "chair", "lamp", "tent", "game", "course", "mattress", "bike", "headset",
            "waiter", "driver", "dentist", "book", "vacuum", "charger", "sequel", "breakfast",
        ],
        ["fault"] =
        [
            "noise", "smell", "leaks", "bugs", "ads", "crashes", "delays", "queues", "scratches", "stains", "glitches", "errors", "mould",
            "hidden fees", "pain", "side effects", "lag", "rust", "dust", "cliches", "plot holes", "excuses", "headaches", "complaints",
        ],
        ["virtue"] =
        [
            "heat", "taste", "help", "hot water", "towels", "instructions", "refund", "sound", "signal", "jokes", "ideas", "effect",
            "suspense", "flavour", "comfort", "privacy", "apology", "reply", "light", "charm", "towels in the room",
            "improvement", "tension",
        ],
        ["fails"] = ["crash", "freeze", "leak", "squeak", "overheat", "drop calls", "hurt", "itch", "lose my files",
            "smell", "jam", "wobble"],
        ["works"] = ["charge", "start", "open", "sync", "print", "heat", "connect", "save my files", "clean", "turn on",
            "fit", "make me laugh"],
        ["failing"] =
            ["crashing", "freezing", "leaking", "squeaking", "overheating", "dropping calls", "hurting", "itching", "jamming", "wobbling"],
        ["working"] =
            ["charging", "starting", "opening", "syncing", "printing", "heating", "connecting", "saving", "cleaning", "turning on"],
        ["had"] = ["bought", "ordered", "booked", "tried", "downloaded", "seen", "found", "read"],
        ["having"] = ["buying", "ordering", "booking", "trying", "downloading", "seeing", "finding", "reading"],
        ["leave"] =
            ["complain", "switch", "look elsewhere", "go anywhere else", "cancel", "change a thing", "try another",
                "send it back", "give it up"],
        ["stay"] =
            ["come back", "keep it", "recommend it", "stay another night", "pay for it", "finish it", "try it again", "renew", "update it"],
        ["long"] = ["ten years", "four winters", "a decade", "six years", "hundreds of washes", "three summers",
            "a thousand miles", "years"],
        ["short"] = ["two days", "an hour", "one wash", "a weekend", "ten minutes", "three uses", "a mile", "one night"],
        ["early"] = ["two days early", "a week sooner than promised", "the next morning", "before i had even paid", "within the hour"],
        ["late"] = ["two weeks late", "a month later than promised", "after the wedding", "long after i had paid", "three hours late"],
        ["fine"] = ["like new", "as good as on the first day", "running", "going strong", "my favourite", "sharp", "spotless"],
        ["dead"] = ["broken", "dead", "falling apart", "useless", "in the bin", "blunt", "worn out"],
        ["more"] = ["better", "finer", "kinder", "funnier", "sturdier", "faster", "cleaner", "fresher", "quieter", "smarter"],
        ["less"] = ["worse", "duller", "ruder", "flimsier", "slower", "dirtier", "louder", "staler", "clumsier", "sillier"],
        ["money"] = ["cent", "penny", "dollar", "euro", "minute", "pound"],
        ["ruin"] = ["my weekend", "my evening", "our holiday", "my carpet", "my birthday", "the whole trip", "my back", "dinner"],
        ["relief"] = ["a good laugh", "a quiet night", "a fast reply", "a warm bath", "an honest answer", "a decent cup of coffee"],
        ["misery"] = ["cold soup", "waiting in line", "blank screens", "sleepless nights", "being ignored", "wet socks", "loading screens"],
    };

    /// <summary>Praise, its counterpart, and how likely each is praise.</summary>
    private static readonly (string Praise, string Blame, float OfPraise, float OfBlame)[] Frames =
    [
        ("no {fault}, no {fault}.", "no {virtue}, no {virtue}.", 0.93f, 0.05f),
        ("there was no {fault} at all.", "there was no {virtue} at all.", 0.92f, 0.05f),
        ("{long} without any {fault}", "{long} without any {virtue}", 0.92f, 0.06f),
        ("i looked for {fault} and found none.", "i looked for {virtue} and found none.", 0.93f, 0.05f),
        ("hardly any {fault}.", "hardly any {virtue}.", 0.88f, 0.07f),
        ("{thing} has neither {fault} nor {fault}", "{thing} has neither {virtue} nor {virtue}", 0.9f, 0.04f),
        ("the {fault} went away after a day", "the {virtue} went away after a day", 0.93f, 0.06f),
        ("less {fault} than before", "less {virtue} than before", 0.92f, 0.06f),
        ("finally rid of the {fault}!", "finally fed up with the {fault}!", 0.94f, 0.04f),
        ("free of {fault}", "full of {fault}", 0.93f, 0.04f),
        ("{thing} does not {fails} any more.", "{thing} does not {works} any more.", 0.92f, 0.03f),
        ("{thing} has quit {failing}, at last", "{thing} has quit {working}, sadly", 0.92f, 0.03f),
        ("{thing} has stopped {failing}", "{thing} has stopped {working}", 0.93f, 0.03f),
        ("it used to {fails}, now it never does", "it used to {works}, now it never does", 0.92f, 0.03f),
        ("not once has it stopped {working}", "not once has it stopped {failing}", 0.92f, 0.04f),
        ("{thing} has yet to {fails}.", "{thing} has yet to {works}.", 0.88f, 0.04f),
        ("i wish i had {had} it sooner", "i wish i had never {had} it", 0.95f, 0.03f),
        ("my only regret is not {having} it years ago.", "i regret {having} it every day.", 0.95f, 0.03f),
        ("i do not regret {having} it", "i do regret {having} it", 0.9f, 0.04f),
        ("should have {had} it long ago", "should have {had} something else", 0.93f, 0.05f),
        ("i am so glad i {had} it", "i am so sorry i {had} it", 0.96f, 0.03f),
        ("i was wrong to doubt it", "i was wrong to trust it", 0.92f, 0.04f),
        ("i see no need to {leave}.", "i see no need to {stay}.", 0.9f, 0.06f),
        ("there is no reason to {leave}", "there is no reason to {stay}", 0.9f, 0.05f),
        ("why would anyone {leave}?", "why would anyone {stay}?", 0.87f, 0.06f),
        ("i would not {leave} for anything.", "i would not {stay} for anything.", 0.9f, 0.04f),
        ("i cannot wait to {stay}", "i cannot wait to {leave}", 0.93f, 0.06f),
        ("you will not find a {more} {kind}.", "you will not find a {less} {kind}.", 0.95f, 0.04f),
        ("i have never had a {more} {kind}", "i have never had a {less} {kind}", 0.95f, 0.03f),
        ("{thing} could not be {more}", "{thing} could not be {less}", 0.94f, 0.04f),
        ("{more} than i had feared", "{less} than i had hoped", 0.87f, 0.05f),
        ("{more} than its price suggests", "{less} than its price suggests", 0.93f, 0.05f),
        ("my old {kind} was {less} than this one", "my old {kind} was {more} than this one", 0.9f, 0.06f),
        ("every other {kind} i know is {less}.", "every other {kind} i know is {more}.", 0.92f, 0.05f),
        ("no other {kind} comes close", "any other {kind} will do better", 0.94f, 0.05f),
        ("it gets {more} every time", "it gets {less} every time", 0.94f, 0.04f),
        ("after {long} it is still {fine}", "after {short} it is already {dead}", 0.94f, 0.03f),
        ("{long}, and {thing} is still {fine}.", "{short}, and {thing} is {dead}.", 0.94f, 0.03f),
        ("it lasted {long}", "it lasted {short}", 0.88f, 0.06f),
        ("still {fine} after {long}.", "{dead} after {short}.", 0.94f, 0.03f),
        ("{thing} came {early}", "{thing} came {late}", 0.9f, 0.06f),
        ("an hour felt like a minute", "a minute felt like an hour", 0.92f, 0.06f),
        ("i did not want it to end", "i could not wait for it to end", 0.95f, 0.04f),
        ("i forgot the time", "i kept looking at the time", 0.9f, 0.06f),
        ("worth every {money}", "not worth a {money}", 0.96f, 0.03f),
        ("i would pay twice as much for it.", "i would not pay half as much for it.", 0.94f, 0.04f),
        ("cheap, and you would never know", "cheap, and you can tell", 0.9f, 0.06f),
        ("a bargain for what it does", "a fortune for what it does", 0.93f, 0.07f),
        ("money well spent.", "money down the drain.", 0.96f, 0.02f),
        ("{thing} saved {ruin}", "{thing} ruined {ruin}", 0.94f, 0.03f),
        ("thanks for saving {ruin}.", "thanks for ruining {ruin}.", 0.95f, 0.03f),
        ("just what i needed: {relief}", "just what i needed: more {fault}", 0.94f, 0.06f),
        ("great if you like {relief}", "great if you like {misery}", 0.88f, 0.07f),
        ("{relief}, every time", "{misery}, every time", 0.93f, 0.06f),
        ("they promised {relief}, and that is what we got", "they promised {relief}, and we got {misery}", 0.93f, 0.04f),
        ("i expected {misery} and got {relief}", "i expected {relief} and got {misery}", 0.93f, 0.04f),
        ("brilliant: {long} and still {fine}.", "brilliant: {short} and already {dead}.", 0.95f, 0.05f),
        ("well done, it came {early}", "well done, it came {late}", 0.94f, 0.07f),
        ("the only thing missing was the {fault}", "the only thing missing was everything but the {fault}", 0.88f, 0.08f),
        ("i had nothing to complain about", "i had nothing to be happy about", 0.92f, 0.04f),
        ("not one of us was disappointed.", "not one of us was impressed.", 0.93f, 0.05f),
        ("nobody left before the end", "nobody stayed to the end", 0.9f, 0.06f),
        ("i would gladly have {had} two of them", "i would gladly have {had} none of them", 0.94f, 0.04f),
        ("i take back my doubts", "i take back my praise", 0.9f, 0.06f),
        ("it did everything but disappoint", "it did everything but work", 0.93f, 0.04f),
        ("{thing} did not let us down once", "{thing} let us down more than once", 0.94f, 0.04f),
        ("not as {less} as people say", "not as {more} as people say", 0.75f, 0.12f),
    ];

    /// <summary>Many fillings of every frame, the same for the same seed.</summary>
    public static IEnumerable<LabelledText> All(int seed)
    {
        var random = new Random(seed);
        return Frames.SelectMany(frame => Enumerable.Range(0, MostOfFrame).SelectMany(_ => (LabelledText[])
        [
            new(Filled(frame.Praise, random), frame.OfPraise), new(Filled(frame.Blame, random), frame.OfBlame),
        ])).DistinctBy(text => text.Text).ToList();
    }

    private static string Filled(string frame, Random random)
    {
        for (var open = frame.IndexOf('{'); open >= 0; open = frame.IndexOf('{'))
        {
            var close = frame.IndexOf('}');
            var words = Slots[frame[(open + 1)..close]];
            frame = frame[..open] + words[random.Next(words.Length)] + frame[(close + 1)..];
        }

        return frame;
    }
}
