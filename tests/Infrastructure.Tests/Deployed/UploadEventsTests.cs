using Infrastructure.Tests.Support;

namespace Infrastructure.Tests.Deployed;

public class UploadEventsTests
{
    private static readonly Resource Subscription = Deployment.Events.Single("Microsoft.EventGrid/systemTopics/eventSubscriptions");

    [Fact]
    public void Only_events_that_end_an_upload_start_the_function()
    {
        var filter = Subscription.At("properties", "filter", "advancedFilters")[0];

        Assert.Equal("data.api", filter.GetProperty("key").GetString());
        Assert.Equal(["CopyBlob", "FlushWithClose", "PutBlob", "PutBlockList"],
            filter.GetProperty("values").EnumerateArray().Select(value => value.GetString()).Order());
        Assert.Equal($"/blobServices/default/containers/{Deployment.Dev.Settings["ReviewContainer"]}/",
            Subscription.At("properties", "filter", "subjectBeginsWith").GetString());
    }

    [Fact]
    public void The_event_goes_to_the_function_with_the_Event_Grid_blob_trigger()
    {
        var url = Subscription.At("properties", "destination", "properties", "endpointUrl").GetString()!;

        Assert.Contains("/runtime/webhooks/blobs?functionName=Host.Functions.ScoreCsv&code=", url, StringComparison.Ordinal);
        Assert.Contains("ScoreCsv", AppSources.Functions);
        Assert.Contains("BlobTriggerSource.EventGrid", AppSources.Trigger("Blob"), StringComparison.Ordinal);
    }

    [Fact]
    public void Undelivered_events_are_kept_where_the_topic_may_write()
    {
        var container = Subscription.At("properties", "deadLetterWithResourceIdentity", "deadLetterDestination", "properties",
            "blobContainerName").GetString()!;

        Assert.Contains(container,
            Deployment.Dev.OfType("Microsoft.Storage/storageAccounts/blobServices/containers").Select(deployed => deployed.Name));
        Assert.Contains(Deployment.Dev.OfType("Microsoft.Authorization/roleAssignments"),
            role => role.Id.Contains($"/containers/{container}/", StringComparison.Ordinal));
        Assert.Equal("SystemAssigned", Deployment.Dev.Single("Microsoft.EventGrid/systemTopics").At("identity", "type").GetString());
    }

    [Fact]
    public void Every_parameter_of_the_second_step_is_an_output_of_the_first()
    {
        var outputs = Deployment.Dev.Outputs.EnumerateObject().Select(output => output.Name).ToArray();
        var read = Repository.Read("infra", "events.bicepparam").Split("readEnvironmentVariable('").Skip(1)
            .Select(rest => rest.Split('\'')[0]).ToArray();

        Assert.Equal(4, read.Length);
        Assert.All(read, name => Assert.Contains(name, outputs));
    }
}
