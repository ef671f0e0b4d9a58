using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Triggers the function by a new or changed blob.</summary>
/// <param name="blobPath">Container and pattern, as in <c>reviews/{name}</c>; <c>%Setting%</c> is resolved by the host.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute(string blobPath) : BindingAttribute
{
    private BlobTriggerSource? source;

    /// <summary>Container and pattern.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The name of the setting, or of the group of settings, that tells how to connect.</summary>
    public string? Connection { get; set; }

    /// <summary>How the host learns of new blobs.</summary>
    public BlobTriggerSource Source
    {
        get => source ?? BlobTriggerSource.LogsAndContainerScan;
        set => source = value;
    }

    internal override IEnumerable<KeyValuePair<string, object>> Describe(Type target) =>
    [
        Member("type", "blobTrigger"),
        Member("direction", "In"),
        Member("properties", BlobInputAttribute.Deferred),
        Member("path", BlobPath),
        .. Optional("connection", Connection),
        .. Optional("source", source?.ToString()),
        .. DataType(target),
    ];
}
