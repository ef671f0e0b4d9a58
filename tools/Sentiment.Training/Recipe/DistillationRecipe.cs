using Sentiment.Training.Export;

namespace Sentiment.Training.Recipe;

/// <summary>
/// Makes the embedded model from texts: word vectors, a teacher, its predictions, the student, the export.
/// </summary>
internal static class DistillationRecipe
{
    /// <summary>Runs all stages. Every stage writes its result to a file and is skipped when the file exists.</summary>
    /// <returns>The directory of the exported fp32 model. The embedded model, in int8, is written next to it.</returns>
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
