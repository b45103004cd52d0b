using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Tests.Blocks;

public sealed class BlockTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_goes_in_comes_out(bool pack) => Prop.ForAll(AnyEntries(1, 40).ToArbitrary(), entries =>
        Assert.Equal(entries, BlockReader.Read(new BlockWriter().Write(entries, pack).Data))).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Damaged_bytes_are_an_error_of_their_own() => Prop.ForAll(
        (from entries in AnyEntries(1, 20)
         from packed in Gen.Elements(true, false)
         from at in Gen.Choose(0, 1_000_000)
         from value in Gen.Choose(0, 255)
         from cut in Gen.Elements(true, false)
         select (entries, packed, at, value, cut)).ToArbitrary(),
        damage =>
        {
            var data = new BlockWriter().Write(damage.entries, damage.packed).Data;
            if (damage.cut) data = data[..(damage.at % data.Length)];
            else data[damage.at % data.Length] = (byte)damage.value;
            // Damage in a text is not noticed; damage anywhere must end in entries or this error, and in nothing else.
            try
            {
                BlockReader.Read(data);
            }
            catch (InvalidDataException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<List<BlockEntry>> AnyEntries(int least, int most) =>
        from count in Gen.Choose(least, most)
        from seed in Gen.Choose(0, int.MaxValue)
        select Entries(count, new Random(seed));

    private static List<BlockEntry> Entries(int count, Random random)
    {
        var id = random.NextInt64(1, long.MaxValue / 2);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new BlockEntry(
                id += random.Next(1, 1000), random.NextInt64(0, DateTime.MaxValue.Ticks), (Severity)random.Next(0, 7), Text(random),
                random.Next(2) == 0 ? null : Text(random), random.Next(3) == 0 ? random.NextInt64(1, 1_000_000) : 0)),
        ];
    }

    private static string Text(Random random) => new(random.GetItems<char>("aä日 \n\0\"{}=1", random.Next(0, 60)));
}
