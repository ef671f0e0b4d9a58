using FunctionsHost.Blobs;
using FunctionsHost.Tests.Support;

namespace FunctionsHost.Tests.Blobs;

public sealed class StorageAccountsTests
{
    [Theory]
    [InlineData("Reviews", "no connection string", "not a storage connection string")]
    [InlineData("Reviews__blobServiceUri", "no address", "not an address: 'no address'")]
    [InlineData("Reviews__serviceUri", "no address", "not an address: 'no address'")]
    public void A_connection_that_cannot_be_used_is_named_with_its_setting_and_its_user(string setting, string value, string reason)
    {
        var accounts = new StorageAccounts(Rig.Settings((setting, value)));

        var error = Assert.Throws<HostException>(() => accounts.Blobs("Reviews", "Function ScoreCsv"));

        Assert.Contains($"The setting '{setting}' is {reason}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Function ScoreCsv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void If_only_the_address_of_the_blobs_is_set_that_of_the_queues_is_named_as_missing()
    {
        var accounts = new StorageAccounts(Rig.Settings(("Reviews__blobServiceUri", "https://shop.blob.core.windows.net")));

        var error = Assert.Throws<HostException>(() => accounts.Queues("Reviews", "Function ScoreCsv"));

        Assert.StartsWith("The setting 'Reviews__queueServiceUri' is missing.", error.Message, StringComparison.Ordinal);
    }
}
