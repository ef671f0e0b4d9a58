using SentimentFunctions.Tests.Support;

namespace SentimentFunctions.Tests.Csv.Cases;

/// <summary>Every file of the table is scored as a person would read it, or refused.</summary>
public sealed class CsvCaseTests
{
    public static TheoryData<string> Names => [.. CsvCase.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_is_scored_as_a_person_would_read_it_or_refused(string name)
    {
        var file = CsvCase.All[name];
        var right = file.Right;
        var scored = await ScoredCsv.OfAsync(name, file.Bytes, file.Metadata);

        Assert.Equal(scored.Problem is null, scored.Output is not null);
        if (right.Refuse || ((right.RefuseOrOk || right.RefuseOrHeaderless) && scored.Problem is not null))
        {
            Assert.True(scored.Problem?.Length > 40, right.Why);
            return;
        }

        Assert.Null(scored.Problem);
        Assert.Equal(right.Rows ?? scored["rows"], scored["rows"]);
        Assert.InRange(scored["rows"], right.RowsMin ?? 1, int.MaxValue);
        Assert.Equal(right.Failed ?? scored["failed"], scored["failed"]);
        Assert.Equal(right.Positives ?? scored["positives"], scored["positives"]);
        Assert.Equal(right.Negatives ?? scored["negatives"], scored["negatives"]);
        if (right.RefuseOrHeaderless)
            Assert.StartsWith("column1,", scored.Output, StringComparison.Ordinal);
    }
}
