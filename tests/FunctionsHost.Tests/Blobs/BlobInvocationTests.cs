using Azure.Storage.Blobs.Models;
using FunctionsHost.Blobs;
using FunctionsHost.Functions;
using FunctionsHost.Tests.Support;
using FunctionsProtocol;

namespace FunctionsHost.Tests.Blobs;

public sealed class BlobInvocationTests
{
    private static readonly RpcFunctionMetadata ScoreCsv = Rig.Metadata(
        "ScoreCsv",
        """{"name":"blob","type":"blobTrigger","direction":"In","properties":""" +
        """{"supportsDeferredBinding":"True"},"path":"reviews/{name}","connection":"ReviewStorage","source":"EventGrid"}""",
        """{"name":"scored","type":"blob","direction":"In","properties":""" +
        """{"supportsDeferredBinding":"True"},"blobPath":"scored","connection":"ReviewStorage"}""");

    [Fact]
    public async Task A_blob_becomes_the_message_of_the_fixture()
    {
        var settings = Rig.Settings(("ReviewStorage", "UseDevelopmentStorage=true"));
        var wanted = Fixture.Read("blob-reference").InvocationRequest;
        var (function, accounts) = (new Function(ScoreCsv, settings), new StorageAccounts(settings));
        var parameters = new Dictionary<string, string> { ["name"] = "may/a.csv" };
        var built = await new BlobInvocation(function, accounts).BuildAsync(
            Blob("reviews", "may/a.csv", ("textColumn", "body")), parameters, TestContext.Current.CancellationToken);
        await new BlobInputs(accounts).AddAsync(function, built, parameters, TestContext.Current.CancellationToken);
        Assert.Contains("\"ContentLength\":5", built.TriggerMetadata["Properties"].Json, StringComparison.Ordinal);
        Assert.Contains("\"LastModified\":\"2030-01-02T03:04:05+00:00\"", built.TriggerMetadata["Properties"].Json,
            StringComparison.Ordinal);
        built.TriggerMetadata.Remove("Properties");
        Assert.True(wanted.Equals(built), $"wanted {wanted}\nbuilt  {built}");
    }

    [Fact]
    public void References_are_the_recorded_ones()
    {
        var recorded = Fixture.RecordedMessages("*modelBindingData*.json").Where(m => m.Message.InvocationRequest is not null).ToList();
        Assert.NotEmpty(recorded);
        foreach (var data in recorded.SelectMany(m => m.Message.InvocationRequest.InputData).Select(input => input.Data))
        {
            var content = System.Text.Json.JsonDocument.Parse(data.ModelBindingData.Content.ToStringUtf8()).RootElement;
            Assert.Equal(data, BlobInputs.Reference(
                content.GetProperty("Connection").GetString()!, content.GetProperty("ContainerName").GetString()!,
                content.GetProperty("BlobName").GetString()!));
        }
    }

    [Fact]
    public void Metadata_has_the_keys_and_kinds_of_the_recorded_one()
    {
        var recorded = Fixture.RecordedMessages("72-*.json").Single().Message.InvocationRequest.TriggerMetadata;
        var built = BlobInvocation.Metadata(Blob("ins", "b.bin"), new Uri("http://127.0.0.1:10000/devstoreaccount1/ins/b.bin"),
            new Dictionary<string, string> { ["name"] = "b.bin" });
        Assert.Equal(recorded.Select(pair => $"{pair.Key}: {pair.Value.DataCase}").Order(),
            built.Select(pair => $"{pair.Key}: {pair.Value.DataCase}").Order());
        Assert.Equal(recorded["Uri"], built.First(pair => pair.Key == "Uri").Value);
        Assert.Equal(recorded["BlobTrigger"], built.First(pair => pair.Key == "BlobTrigger").Value);
    }

    private static BlobVersion Blob(string container, string name, params (string, string)[] metadata) =>
        BlobVersion.From(container, BlobsModelFactory.BlobItem(
        name: name,
        properties: BlobsModelFactory.BlobItemProperties(accessTierInferred: true, contentLength: 5,
            lastModified: new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), eTag: new Azure.ETag("0x1")),
        metadata: metadata.ToDictionary(pair => pair.Item1, pair => pair.Item2)));
}
