using System.CommandLine;
using Sentiment.Training.Recipe;
using Sentiment.Training.Text;
using Sentiment.Training.Tokens;

namespace Sentiment.Training.Commands;

/// <summary>Learns a WordPiece vocabulary from the training texts.</summary>
internal static class VocabularyCommand
{
    private const int MovieWeight = 15;

    public static Command Create()
    {
        var (data, size) = (TrainingOptions.Data(),
            new Option<int>("--size") { Description = "The number of pieces.", DefaultValueFactory = _ => 16_000 });
        var file = new Argument<string>("file") { Description = "Where to write the vocabulary." };
        var command = new Command("vocabulary",
            "Learns a WordPiece vocabulary from the training texts, not from the evaluation texts.") { data, size, file };
        command.SetAction(parsed =>
        {
            var pieces = Learn(Corpus.Load(parsed.GetRequiredValue(data)), parsed.GetValue(size));
            File.WriteAllLines(parsed.GetRequiredValue(file), pieces);
            Console.WriteLine($"{parsed.GetRequiredValue(file)}: {pieces.Count} pieces");
        });
        return command;
    }

    /// <summary>SST and rotten-tomatoes count more: they are small, and the evaluation texts are like them.</summary>
    internal static IReadOnlyList<string> Learn(Corpus corpus, int size)
    {
        var counter = new WordCounter();
        foreach (var text in corpus.Sst.Concat(corpus.RottenTomatoes)) counter.Add(TreebankSpacing.Join(text.Text), MovieWeight);
        foreach (var set in (LabelledText[][])[corpus.Cr, corpus.Uci, corpus.Yelp, corpus.Imdb, corpus.ImdbUnlabelled])
            foreach (var text in set)
                counter.Add(text.Text);
        return WordPieceTrainer.Train(counter.Counts, size);
    }
}
