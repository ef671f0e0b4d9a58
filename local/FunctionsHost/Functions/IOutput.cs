using FunctionsProtocol;

namespace FunctionsHost.Functions;

/// <summary>Where one type of output binding goes. Thread-safe.</summary>
internal interface IOutput
{
    /// <summary>Sends <paramref name="data"/>; returns when its receiver has it for good, throws when that cannot be known.</summary>
    Task SendAsync(Binding binding, TypedData data, OutputContext context);
}
