using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sentiment.Training.Learning;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) that also keeps a moving average of the weights. Its state is plain tensors that can be saved.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-6;
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
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Step++;
        nn.utils.clip_grad_norm_(slots.Select(s => s.Weight), plan.ClipNorm);
        var (unbias1, unbias2) = (1 - Math.Pow(Beta1, Step), Math.Sqrt(1 - Math.Pow(Beta2, Step)));
        // At first the average follows the weights closely; otherwise it would be mostly the random initial weights.
        var decay = Math.Min(plan.AverageDecay, (1.0 + Step) / (10 + Step));
        foreach (var slot in slots)
        {
            var gradient = slot.Weight.grad;
            if (gradient is null) continue;
            slot.Mean.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
            slot.Square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            if (slot.Decays) slot.Weight.mul_(1 - rate * plan.WeightDecay);
            var size = slot.Square.sqrt().div_(unbias2).add_(Epsilon);
            slot.Weight.addcdiv_(slot.Mean, size, -rate / unbias1);
            slot.Average.lerp_(slot.Weight, 1 - decay);
            gradient.zero_();
        }
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

    private sealed class Slot(string name, Parameter weight) : IDisposable
    {
        public Parameter Weight { get; } = weight;

        public Tensor Mean { get; } = zeros_like(weight).detach();

        public Tensor Square { get; } = zeros_like(weight).detach();

        public Tensor Average { get; } = weight.detach().clone();

        // Biases and layer norms do not decay, as in BERT.
        public bool Decays { get; } = weight.dim() > 1;

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
