using Microsoft.Azure.Functions.Worker;

namespace SentimentFunctions.Tests.Support;

/// <summary>The context of an invocation that a test creates.</summary>
internal sealed class TestInvocation(params (string Name, object? Value)[] bindingData) : FunctionContext
{
    /// <summary>The invocation for a batch of one message, which has been delivered so often.</summary>
    public static TestInvocation Delivered(int times) => new(("DeliveryCountArray", $"[{times}]"));

    public override string InvocationId => "1";

    public override string FunctionId => "2";

    public override TraceContext TraceContext { get; } = new Trace();

    public override BindingContext BindingContext { get; } = new Data(bindingData);

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

    public override IInvocationFeatures Features => throw new NotSupportedException();

    public override IServiceProvider InstanceServices
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override IDictionary<object, object> Items
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private sealed class Trace : TraceContext
    {
        public override string TraceParent => System.Diagnostics.Activity.Current?.Id ?? "";

        public override string TraceState => "";
    }

    private sealed class Data((string Name, object? Value)[] data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data.ToDictionary(entry => entry.Name, entry => entry.Value);
    }
}
