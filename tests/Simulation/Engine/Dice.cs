namespace Pdp.Simulation.Engine;

/// <summary>
/// Everything a seed decides. Each part of the world forks dice of its own, so that one draw more in one part changes nothing in another.
/// The generator is SplitMix64: the same on every machine and in every version of the runtime.
/// </summary>
internal sealed class Dice
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong _seed;
    private ulong _state;

    public Dice(ulong seed) => _seed = _state = seed;

    /// <summary>Dice for a part of the world.</summary>
    public Dice Fork(string part)
    {
        // FNV-1a: string hashes of the runtime differ from process to process.
        var hash = 14695981039346656037UL;
        foreach (var c in part) hash = (hash ^ c) * 1099511628211UL;
        return new Dice(Mix(_seed ^ hash));
    }

    /// <summary>From 0 up to but not 1.</summary>
    public double Chance() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 up to but not <paramref name="most"/>.</summary>
    public int Below(int most) => (int)(Chance() * most);

    /// <summary>Whether something happens that happens with this probability.</summary>
    public bool Happens(double probability) => Chance() < probability;

    /// <summary>A stretch of time, each as likely as any other.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Chance());

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> some) => some[Below(some.Count)];

    /// <summary>A unique id that the seed gives.</summary>
    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }

    private ulong Next() => Mix(_state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
