using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Hands the function a blob or a container.</summary>
/// <param name="blobPath">The path of the blob, or the container's name; <c>%Setting%</c> is resolved by the host.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobInputAttribute(string blobPath) : BindingAttribute
{
    /// <summary>The worker opens the blob itself: the host sends where it is, not what is in it.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Deferred =
        new Dictionary<string, string> { ["supportsDeferredBinding"] = "True" };

    /// <summary>The path of the blob, or the container's name.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The name of the setting, or of the group of settings, that tells how to connect.</summary>
    public string? Connection { get; set; }

    internal override IEnumerable<KeyValuePair<string, object>> Describe(Type target) =>
    [
        Member("type", "blob"),
        Member("direction", "In"),
        Member("properties", Deferred),
        Member("blobPath", BlobPath),
        .. Optional("connection", Connection),
        .. DataType(target),
    ];
}
