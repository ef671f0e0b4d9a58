using System.Globalization;
using FunctionsProtocol;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Trigger metadata as Microsoft's worker shows it in binding data: text as it is, everything else as JSON text.</summary>
internal static class TypedDataText
{
    public static object? From(TypedData data) => data.DataCase switch
    {
        TypedData.DataOneofCase.String => data.String,
        TypedData.DataOneofCase.Json => data.Json,
        TypedData.DataOneofCase.Int => data.Int.ToString(CultureInfo.InvariantCulture),
        TypedData.DataOneofCase.Double => data.Double.ToString(CultureInfo.InvariantCulture),
        TypedData.DataOneofCase.CollectionString => data.CollectionString.String.ToString(),
        TypedData.DataOneofCase.CollectionSint64 => data.CollectionSint64.Sint64.ToString(),
        TypedData.DataOneofCase.CollectionDouble => data.CollectionDouble.Double.ToString(),
        TypedData.DataOneofCase.Bytes => data.Bytes.ToByteArray(),
        _ => null,
    };
}
