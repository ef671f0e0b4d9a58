namespace SentimentFunctions.Tests;

public sealed class ModelIdentityTests
{
    [Theory]
    [InlineData("https://account.blob.core.windows.net/models/sst2", true)]
    [InlineData("https://account.blob.core.usgovcloudapi.net/models/sst2", true)]
    [InlineData("https://huggingface.co/model", false)]
    [InlineData("https://account.blob.core.windows.net.example.org/model", false)]
    public void Only_blob_storage_gets_the_apps_token(string address, bool isStorage) =>
        Assert.Equal(isStorage, ModelIdentity.IsBlobStorage(new Uri(address)));
}
