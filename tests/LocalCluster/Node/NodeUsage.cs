using System.Numerics;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Node;

/// <summary>What the pods of the node request together, kept as they come and go.</summary>
internal sealed class NodeUsage(NodeOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (BigInteger Cpu, BigInteger Memory)> _pods = new(StringComparer.Ordinal);
    private readonly BigInteger _cpu = Quantity.Nanos(options.Cpu) ?? 0;
    private readonly BigInteger _memory = Quantity.Nanos(options.Memory) ?? 0;
    private BigInteger _usedCpu;
    private BigInteger _usedMemory;

    /// <summary>Takes what a pod requests.</summary>
    /// <returns>What there is too little of; null when it fits.</returns>
    public string? TryTake(JsonObject pod)
    {
        var (cpu, memory) = Request(pod);
        lock (_lock)
        {
            if (_pods.ContainsKey(pod.Uid())) return null;
            if (_pods.Count >= options.Pods) return "Too many pods";
            if (cpu > 0 && _usedCpu + cpu > _cpu) return "Insufficient cpu";
            if (memory > 0 && _usedMemory + memory > _memory) return "Insufficient memory";
            Add(pod.Uid(), cpu, memory);
            return null;
        }
    }

    /// <summary>A pod is here, whoever sent it.</summary>
    public void Note(JsonObject pod)
    {
        lock (_lock)
        {
            if (_pods.ContainsKey(pod.Uid())) return;
            var (cpu, memory) = Request(pod);
            Add(pod.Uid(), cpu, memory);
        }
    }

    /// <summary>A pod has ended; false when it held nothing.</summary>
    public bool Return(JsonObject pod)
    {
        lock (_lock)
        {
            if (!_pods.Remove(pod.Uid(), out var held)) return false;
            _usedCpu -= held.Cpu;
            _usedMemory -= held.Memory;
            return true;
        }
    }

    private void Add(string uid, BigInteger cpu, BigInteger memory)
    {
        _pods[uid] = (cpu, memory);
        _usedCpu += cpu;
        _usedMemory += memory;
    }

    private static (BigInteger Cpu, BigInteger Memory) Request(JsonObject pod) => (Sum(pod, "cpu"), Sum(pod, "memory"));

    // Init containers run one after the other: the largest counts, beside the sum of the others.
    private static BigInteger Sum(JsonObject pod, string resource)
    {
        var sum = pod.Items("spec", "containers").Aggregate(BigInteger.Zero, (total, container) => total + Amount(container, resource));
        var init = pod.Items("spec", "initContainers").Select(container => Amount(container, resource)).DefaultIfEmpty(BigInteger.Zero).Max();
        return BigInteger.Max(sum, init);
    }

    private static BigInteger Amount(JsonObject container, string resource)
    {
        var amount = container.At("resources", "requests", resource);
        var text = amount.Text() ?? (amount.Long() is { } whole ? whole.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        return text is null ? BigInteger.Zero : Quantity.Nanos(text) ?? BigInteger.Zero;
    }
}
