using System.Collections;

namespace Sentiment.Inference.Tests;

/// <summary>Equal texts that count how many of them were read.</summary>
internal sealed class WatchedTexts(int count, Action<int>? onRead = null) : IReadOnlyList<string>
{
    public int Read { get; private set; }

    public int Count => count;

    public string this[int index]
    {
        get
        {
            Read++;
            onRead?.Invoke(Read);
            return "a good film";
        }
    }

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
