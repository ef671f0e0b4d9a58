using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Sentiment.Training.Learning;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) that also keeps a moving average of the weights. Its state is plain tensors that can be saved.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-6f;
    private readonly TrainingPlan plan;
    private readonly Slot[] slots;

    public AdamW(nn.Module model, TrainingPlan plan)
    {
        this.plan = plan;
        slots = [.. model.named_parameters().Select(p => new Slot(p.name, p.parameter))];
    }

    public int Step { get; private set; }

    /// <summary>Clips the gradients, updates the weights and the average, and clears the gradients.</summary>
    public void Update(double rate)
    {
        Step++;
        using var scope = NewDisposeScope();
        var parts = slots.SelectMany(slot => slot.Parts()).ToArray();
        var norm = Math.Sqrt(parts.Sum(part => part.SumOfSquares()));
        var (unbias1, unbias2) = (1 - Math.Pow(Beta1, Step), Math.Sqrt(1 - Math.Pow(Beta2, Step)));
        var change = new Change
        {
            Clip = (float)Math.Min(1, plan.ClipNorm / (norm + 1e-6)),
            Kept = (float)(1 - rate * plan.WeightDecay),
            Rate = (float)(rate / unbias1),
            Unbias = (float)(1 / unbias2),
            // At first the average follows the weights closely; otherwise it would be mostly the random initial weights.
            Follows = 1 - (float)Math.Min(plan.AverageDecay, (1.0 + Step) / (10 + Step)),
        };
        Parallel.ForEach(parts, new() { MaxDegreeOfParallelism = get_num_threads() }, part => part.Update(change));
    }

    /// <summary>Swaps weights and averages; a second call swaps them back.</summary>
    public void SwapAverages()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var slot in slots)
        {
            var weight = slot.Weight.clone();
            slot.Weight.copy_(slot.Average);
            slot.Average.copy_(weight);
        }
    }

    public void Save(string path)
    {
        var tensors = slots.SelectMany(s => s.State).ToList();
        TensorFile.Write(path, Step, tensors);
    }

    public void Load(string path)
    {
        using var quiet = no_grad();
        Step = TensorFile.Read(path, slots.SelectMany(s => s.State).ToDictionary(t => t.Name, t => t.Tensor));
    }

    public void Dispose()
    {
        foreach (var slot in slots) slot.Dispose();
    }

    /// <summary>The numbers of one step that are the same for all weights.</summary>
    private readonly record struct Change
    {
        /// <summary>The factor of the gradients that bounds their norm.</summary>
        public float Clip { get; init; }

        /// <summary>What weight decay leaves of a weight.</summary>
        public float Kept { get; init; }

        /// <summary>The learning rate, divided by the bias of the mean.</summary>
        public float Rate { get; init; }

        /// <summary>Corrects the bias of the root of the squares.</summary>
        public float Unbias { get; init; }

        /// <summary>The share by which the average follows the weights.</summary>
        public float Follows { get; init; }
    }

    /// <summary>
    /// A part of a weight tensor, small enough for the processor's cache: with whole tensors, each operation below would go through the
    /// memory.
    /// </summary>
    private sealed record Part(Slot Slot, Tensor Gradient, int Start)
    {
        private const int Length = 16384;

        public static IEnumerable<Part> Of(Slot slot, Tensor gradient)
        {
            for (var start = 0; start < gradient.numel(); start += Length) yield return new Part(slot, gradient, start);
        }

        public double SumOfSquares() => TensorPrimitives.SumOfSquares<float>(Values(Gradient));

        public void Update(Change change)
        {
            Span<float> gradient = Values(Gradient), mean = Values(Slot.Mean), square = Values(Slot.Square), weight = Values(Slot.Weight),
                average = Values(Slot.Average), scratch = stackalloc float[Length], step = scratch[..weight.Length];
            TensorPrimitives.Multiply(gradient, change.Clip, gradient);
            TensorPrimitives.Lerp(gradient, mean, Beta1, mean);
            TensorPrimitives.Multiply(gradient, gradient, gradient);
            TensorPrimitives.Lerp(gradient, square, Beta2, square);
            gradient.Clear();
            TensorPrimitives.Sqrt<float>(square, step);
            TensorPrimitives.Multiply(step, change.Unbias, step);
            TensorPrimitives.Add(step, Epsilon, step);
            TensorPrimitives.Divide<float>(mean, step, step);
            if (Slot.Decays) TensorPrimitives.Multiply(weight, change.Kept, weight);
            TensorPrimitives.MultiplyAdd<float>(step, -change.Rate, weight, weight);
            TensorPrimitives.Lerp(average, weight, change.Follows, average);
        }

        private Span<float> Values(Tensor tensor)
        {
            var all = MemoryMarshal.Cast<byte, float>(tensor.bytes);
            return all.Slice(Start, Math.Min(Length, all.Length - Start));
        }
    }

    private sealed class Slot(string name, Parameter weight) : IDisposable
    {
        public Parameter Weight { get; } = weight;

        public Tensor Mean { get; } = zeros_like(weight).detach();

        public Tensor Square { get; } = zeros_like(weight).detach();

        public Tensor Average { get; } = weight.detach().clone();

        // Biases and layer norms do not decay, as in BERT.
        public bool Decays { get; } = weight.dim() > 1;

        public IEnumerable<Part> Parts() => Weight.grad is { } gradient ? Part.Of(this, gradient) : [];

        public IEnumerable<(string Name, Tensor Tensor)> State =>
            [(name, Weight), (name + "/mean", Mean), (name + "/square", Square), (name + "/average", Average)];

        public void Dispose()
        {
            Mean.Dispose();
            Square.Dispose();
            Average.Dispose();
        }
    }
}
