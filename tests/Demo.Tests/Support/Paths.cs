using System.Reflection;

namespace Demo.Tests.Support;

/// <summary>Where the build put what these tests start.</summary>
internal static class Paths
{
    public static string Host => Of(nameof(Host));

    public static string Browser => Of(nameof(Browser));

    private static string Of(string key) => typeof(Paths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;
}
