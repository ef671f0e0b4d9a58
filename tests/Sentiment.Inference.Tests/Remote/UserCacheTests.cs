namespace Sentiment.Inference.Tests;

/// <summary>Another user of the machine must not be able to put a model where this one looks for it.</summary>
public sealed class UserCacheTests : IDisposable
{
    private readonly TemporaryDirectory home = new();

    [Fact]
    public void Models_are_kept_in_a_directory_that_only_the_user_may_write()
    {
        var local = home.File("share");

        var directory = UserCache.Choose(local);

        Assert.Equal(Path.Combine(local, "sentiment-models"), directory);
        Assert.Equal(directory, UserCache.Choose(local));
        AssertPrivate(directory);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_home_that_can_be_written_each_start_has_a_directory_that_nobody_knows_before(bool hasHome)
    {
        var file = home.File("file");
        File.WriteAllText(file, "");
        var local = hasHome ? file : ""; // no directory can be created below a file

        string[] directories = [UserCache.Choose(local), UserCache.Choose(local)];
        try
        {
            Assert.NotEqual(directories[0], directories[1]);
            Assert.All(directories, AssertPrivate);
        }
        finally
        {
            foreach (var directory in directories) Directory.Delete(directory);
        }
    }

    public void Dispose() => home.Dispose();

    private static void AssertPrivate(string directory)
    {
        Assert.True(Directory.Exists(directory));
        if (OperatingSystem.IsWindows()) return; // Directories have no modes there.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }
}
