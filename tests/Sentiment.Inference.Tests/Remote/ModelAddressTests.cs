namespace Sentiment.Inference.Tests;

public sealed class ModelAddressTests
{
    [Theory]
    [InlineData("https://models.example/reviews/large", "large")]
    [InlineData("https://models.example/reviews/large/onnx/model.onnx", "large")]
    [InlineData("https://models.example/a%20model/", "a model")]
    [InlineData("https://models.example", "models.example")]
    [InlineData("https://huggingface.co/owner/large/resolve/main", "large")]
    [InlineData("https://huggingface.co/owner/large/resolve/main/onnx/model.onnx", "large")]
    public void A_model_is_called_by_its_last_folder_or_its_repository(string address, string name) =>
        Assert.Equal(name, new ModelAddress(new Uri(address)).Name);
}
