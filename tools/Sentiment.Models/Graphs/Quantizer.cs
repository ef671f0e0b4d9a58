namespace Sentiment.Models;

/// <summary>
/// Turns fp32 tables into signed bytes with one scale per row or column. A value is its byte times the scale, symmetric around 0.
/// </summary>
internal static class Quantizer
{
    private const float Levels = 127;

    public static (sbyte[] Values, float[] Scales) Columns(float[] weight, int columns)
    {
        var scales = new float[columns];
        for (var i = 0; i < weight.Length; i++) scales[i % columns] = Math.Max(scales[i % columns], Math.Abs(weight[i]));
        return Quantize(weight, scales, i => i % columns);
    }

    public static (sbyte[] Values, float[] Scales) Rows(float[] table, int width)
    {
        var scales = new float[table.Length / width];
        for (var i = 0; i < table.Length; i++) scales[i / width] = Math.Max(scales[i / width], Math.Abs(table[i]));
        return Quantize(table, scales, i => i / width);
    }

    private static (sbyte[] Values, float[] Scales) Quantize(float[] values, float[] largest, Func<int, int> scaleOf)
    {
        var scales = Array.ConvertAll(largest, magnitude => magnitude > 0 ? magnitude / Levels : 1);
        var bytes = new sbyte[values.Length];
        for (var i = 0; i < values.Length; i++) bytes[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scales[scaleOf(i)]), -Levels, Levels);
        return (bytes, scales);
    }
}
