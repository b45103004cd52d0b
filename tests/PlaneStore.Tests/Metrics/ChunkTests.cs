using FsCheck;
using FsCheck.Fluent;
using Pdp.PlaneStore.Metrics;

namespace Pdp.PlaneStore.Tests.Metrics;

public sealed class ChunkTests
{
    private static readonly Arbitrary<int> _seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_is_packed_is_unpacked() => Prop.ForAll(_seeds, seed =>
    {
        var samples = Any(new Random(seed));

        Assert.Equal(samples, Chunk.Unpack(Chunk.Pack(samples)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Damaged bytes are refused or read as other numbers; nothing else happens.</summary>
    [Fact]
    public void Damage_is_told() => Prop.ForAll(_seeds, seed =>
    {
        var random = new Random(seed);
        var packed = Chunk.Pack(Any(random));
        packed[random.Next(packed.Length)] ^= (byte)random.Next(1, 256);
        try
        {
            Chunk.Unpack(packed.AsSpan(0, random.Next(packed.Length + 1)));
        }
        catch (InvalidDataException)
        {
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void An_hour_of_a_steady_container_takes_little()
    {
        var samples = Enumerable.Range(0, 120)
            .Select(i => new ContainerSample(1_900_000_000_000 + (i * 30_000), 25_000_000 + (i % 7 * 1000), 50 << 20, 0, 100_000_000, 500_000_000, 64 << 20, 128 << 20))
            .ToList();

        Assert.InRange(Chunk.Pack(samples).Length, 1, 400);
    }

    private static List<ContainerSample> Any(Random random)
    {
        long? Value() => random.Next(4) switch { 0 => null, 1 => 0, 2 => random.NextInt64(1 << 20), _ => random.NextInt64(long.MaxValue / 2) };
        var time = random.NextInt64(1L << 41);
        return
        [
            .. Enumerable.Range(0, random.Next(1, 130)).Select(_ => new ContainerSample(
                time += random.Next(1, 60_000), Value(), Value(), Value(), Value(), Value(), Value(), Value())),
        ];
    }
}
