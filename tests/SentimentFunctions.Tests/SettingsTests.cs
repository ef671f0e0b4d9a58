using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sentiment.Inference;
using SentimentFunctions.Scoring;

namespace SentimentFunctions.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Every_default_is_valid()
    {
        new ScoringOptions().Validate();
        new InferenceOptions().Validate();
    }

    [Theory]
    [InlineData("MaxDocuments", "0")]
    [InlineData("MaxDocuments", "many")]
    [InlineData("MaxBodyBytes", "200000000")]
    [InlineData("TextField", " ")]
    [InlineData("LogInput", "everything")]
    [InlineData("LogInput", "7")]
    public void A_wrong_value_is_reported_with_its_setting(string name, string value)
    {
        var exception = Assert.Throws<ArgumentException>(() => Read(name, value));

        Assert.Contains($"Sentiment__{name}", exception.Message);
    }

    [Fact]
    public void Waits_that_outlast_the_lock_of_a_message_together_are_refused()
    {
        new ScoringOptions { RedeliverySeconds = 90, ModelWaitSeconds = 150 }.Validate();

        var exception = Assert.Throws<ArgumentException>(new ScoringOptions { RedeliverySeconds = 91, ModelWaitSeconds = 150 }.Validate);

        Assert.Contains("RedeliverySeconds and ModelWaitSeconds", exception.Message);
    }

    [Fact]
    public void Wrong_values_of_several_options_are_all_reported()
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Sentiment:MaxDocuments", "0"), new("Sentiment:Threads", "0")]).Build().GetSection("Sentiment");
        var services = new ServiceCollection().AddSettings<ScoringOptions>(section, options => options.Validate())
            .AddSettings<InferenceOptions>(section, options => options.Validate()).BuildServiceProvider();

        var exception = Assert.Throws<ArgumentException>(() => Settings.Validate(services));

        Assert.Contains("Sentiment__MaxDocuments", exception.Message);
        Assert.Contains("Sentiment__Threads", exception.Message);
    }

    [Theory]
    [InlineData("ReviewContainer", "ScoredContainer", "reviews", "reviews")]
    [InlineData("ReviewQueue", "RejectedQueue", "reviews", "Reviews")]
    [InlineData("PartQueue", "CompletedQueue", "parts", "parts")]
    public void An_input_that_is_also_an_output_is_refused(string input, string output, string name, string other)
    {
        var exception = Assert.Throws<ArgumentException>(() => Settings.RefuseLoops(Of(name, other)));

        Assert.Contains(input, exception.Message);
        Assert.Contains(output, exception.Message);

        IConfiguration Of(string one, string two) =>
            new ConfigurationBuilder().AddInMemoryCollection([new(input, one), new(output, two)]).Build();
    }

    [Fact]
    public void Outputs_may_share_a_queue() => Settings.RefuseLoops(new ConfigurationBuilder().AddInMemoryCollection(
        [new("ReviewQueue", "in"), new("ScoredQueue", "out"), new("RejectedQueue", "out"), new("ReviewContainer", "a")]).Build());

    [Theory]
    [InlineData("Prefix", InputLogMode.Prefix)]
    [InlineData("hash", InputLogMode.Hash)]
    public void The_input_log_mode_is_chosen_by_name(string value, InputLogMode chosen) =>
        Assert.Equal(chosen, Read("LogInput", value).LogInput);

    [Fact]
    public void A_mistyped_setting_is_refused_with_the_valid_names()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            Settings.RefuseUnknown(Section("MaxDocumnts", "5"), typeof(ScoringOptions), typeof(InferenceOptions)));

        Assert.Contains("Sentiment__MaxDocumnts", exception.Message);
        Assert.Contains("MaxDocuments", exception.Message);
    }

    [Fact]
    public void An_option_that_only_code_can_set_is_not_a_setting()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            Settings.RefuseUnknown(Section("ModelHeaders", "Authorization: x"), typeof(ScoringOptions), typeof(InferenceOptions)));

        Assert.Contains("Sentiment__ModelHeaders is not a setting", exception.Message);
        Assert.Single(exception.Message.Split("ModelHeaders").Skip(1));
    }

    private static ScoringOptions Read(string name, string value)
    {
        var services = new ServiceCollection().AddSettings<ScoringOptions>(Section(name, value), options => options.Validate())
            .BuildServiceProvider();
        Settings.Validate(services);
        return services.GetRequiredService<ScoringOptions>();
    }

    private static IConfigurationSection Section(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new($"Sentiment:{name}", value)]).Build().GetSection("Sentiment");
}
