using Sentiment.Models.Onnx;

namespace Sentiment.Models;

/// <summary>How the fast graph computes its tables and linear layers: in fp32, or in int8.</summary>
internal interface ILinearWriter
{
    /// <summary>The name of the variant in the model's metadata.</summary>
    string Variant { get; }

    /// <summary>Looks rows up in a table of [rows, width].</summary>
    string Look(GraphWriter graph, string name, float[] table, int width, string rows);

    /// <summary>Applies a linear layer to each row of <paramref name="x"/>, [rows, in].</summary>
    string Apply(GraphWriter graph, Linear layer, string x);

    /// <summary>Applies a linear layer to the GELU of each row of <paramref name="x"/>.</summary>
    string ApplyToGelu(GraphWriter graph, Linear layer, string x);
}
