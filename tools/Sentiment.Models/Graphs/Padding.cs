using Sentiment.Models.Onnx;
using static Sentiment.Models.Onnx.GraphWriter;

namespace Sentiment.Models;

/// <summary>
/// Removes and restores padding inside the graph. It needs only attention_mask, so the model has the same inputs as every other classifier.
/// The first token of each text must be real, and the padding must be at the end.
/// </summary>
internal sealed class Padding
{
    private readonly GraphWriter graph;
    private readonly string cells;
    private readonly string places;

    public Padding(GraphWriter graph)
    {
        this.graph = graph;
        var coordinates = graph.Node("NonZero", "/padding/NonZero", ["attention_mask"]);
        cells = graph.Node("Transpose", "/padding/Transpose", [coordinates], Attribute("perm", [1, 0]));
        FlatIds = graph.Node("GatherND", "/padding/Ids", ["input_ids", cells]);
        FlatPositions = graph.Node("Gather", "/padding/Positions", [coordinates, graph.Integer("column", 1)], Attribute("axis", 0));
        Mask = graph.Node("Cast", "/padding/Mask", ["attention_mask"], Attribute("to", TensorReader.Int32));

        // The index of each cell in the flat list is the number of real cells before it. A padded cell gets the index of its predecessor;
        // it is masked anyway.
        var line = graph.Node("Reshape", "/padding/Line", ["attention_mask", graph.Integers("line_shape", -1)]);
        var counted = graph.Node("CumSum", "/padding/CumSum", [line, graph.Integer("line_axis", 0)]);
        var place = graph.Node("Sub", "/padding/Sub", [counted, graph.Integer("one_place", 1)]);
        places = graph.Node("Reshape", "/padding/Places", [place, graph.Node("Shape", "/padding/Shape", ["attention_mask"])]);
    }

    /// <summary>The token ids without padding, [tokens].</summary>
    public string FlatIds { get; }

    /// <summary>The position of each of them in its text, [tokens].</summary>
    public string FlatPositions { get; }

    /// <summary>1 for real cells, [batch, sequence], int32.</summary>
    public string Mask { get; }

    /// <summary>[tokens, width] to [batch, sequence, width].</summary>
    public string Pad(string flat, string name) => graph.Node("Gather", $"/padding/{name}/Pad", [flat, places], Attribute("axis", 0));

    /// <summary>[batch, sequence, width] to [tokens, width].</summary>
    public string Unpad(string padded, string name) => graph.Node("GatherND", $"/padding/{name}/Unpad", [padded, cells]);

    /// <summary>[tokens, width] to the first token of each text, [batch, width].</summary>
    public string FirstOfEach(string flat)
    {
        var first = graph.Node("Gather", "/padding/First", [places, graph.Integer("first", 0)], Attribute("axis", 1));
        return graph.Node("Gather", "/padding/FirstTokens", [flat, first], Attribute("axis", 0));
    }
}
