using Sentiment.Training.Export;

namespace Sentiment.Training.Recipe;

/// <summary>
/// How the embedded model is made, from texts to files: word vectors, a teacher, its predictions, the student, the export.
/// </summary>
internal static class DistillationRecipe
{
    /// <summary>Every stage leaves its result in a file and is skipped when the file is there.</summary>
    /// <returns>The directory of the exported model, in fp32; the embedded model, in int8, is beside it.</returns>
    public static string Run(TrainingContext context, string vocabulary)
    {
        var vectors = WordVectors.LoadOrTrain(context);
        var opinions = new TeacherLabels(context, new Teacher(context).Train());
        using var student = new Student(context).Train(vectors, opinions);
        var directory = context.PathOf("model");
        ModelExport.Write(student, vocabulary, directory);
        var texts = context.LongAndShort();
        context.Say(
            $"{directory}: {texts.Length} texts differ from the network by at most {ExportCheck.Run(student, directory, texts):G2}");
        context.Quantize(directory, directory + "-int8");
        return directory;
    }
}
