using Sentiment.Cli.Probing.World;

namespace Sentiment.Cli.Tests.Probing;

public class WorldTests
{
    private static IReadOnlyList<Country> Countries => WorldData.Embedded.Countries;

    [Fact]
    public void Every_country_is_there_once()
    {
        Assert.Equal(250, Countries.Count);
        Assert.Equal(250, Countries.Select(country => country.Code).Distinct().Count());
        Assert.Equal(250, Countries.Select(country => country.Name).Distinct().Count());
        Assert.All(["France", "Afghanistan", "United States", "Tuvalu"],
            name => Assert.Contains(Countries, country => country.Name == name && country.UnMember));
    }

    [Fact]
    public void Countries_of_any_size_have_a_shape() =>
        Assert.All(["FRA", "AFG", "USA", "RUS", "FJI", "ATA", "UNK"],
            code => Assert.NotEmpty(Countries.Single(country => country.Code == code).Rings));

    [Fact]
    public void No_shape_goes_around_the_back_of_the_map()
    {
        foreach (var ring in Countries.SelectMany(country => country.Rings)
            .Concat(WorldData.Embedded.Others.SelectMany(shape => shape.Rings)))
        {
            Assert.True(ring.Length >= 6 && ring.Length % 2 == 0);
            for (var i = 0; i < ring.Length; i += 2)
            {
                Assert.InRange(ring[i], -180, 180);
                Assert.InRange(ring[i + 1], -90, 90);
                // Only Antarctica's edge at the pole is that long.
                Assert.True(i == 0 || ring[i + 1] == -90 || Math.Abs(ring[i] - ring[i - 2]) < 90);
            }
        }
    }
}
