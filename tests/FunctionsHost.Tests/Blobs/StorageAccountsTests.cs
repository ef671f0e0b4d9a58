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
}
