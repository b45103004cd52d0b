using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Packing;

namespace Pdp.Core.Tests.Packing;

public sealed class VarIntTests
{
    [Fact]
    public void Numbers_come_back_as_they_were() => Prop.ForAll(ArbMap.Default.ArbFor<long[]>(), numbers =>
    {
        var written = new ArrayBufferWriter<byte>();
        foreach (var number in numbers)
        {
            VarInts.WriteSigned(written, number);
            VarInts.Write(written, (ulong)number);
        }
        var rest = written.WrittenSpan;
        foreach (var number in numbers)
        {
            Assert.Equal(number, VarInts.ReadSigned(ref rest));
            Assert.Equal((ulong)number, VarInts.Read(ref rest));
        }
        Assert.True(rest.IsEmpty);
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(0L, 1)]
    [InlineData(-64L, 1)]
    [InlineData(64L, 2)]
    [InlineData(long.MinValue, 10)]
    [InlineData(long.MaxValue, 10)]
    public void Small_numbers_are_short(long number, int bytes)
    {
        var written = new ArrayBufferWriter<byte>();
        VarInts.WriteSigned(written, number);

        var rest = written.WrittenSpan;
        Assert.Equal((bytes, number), (written.WrittenCount, VarInts.ReadSigned(ref rest)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("ffffffffffffffffffff01")]
    public void What_does_not_end_is_refused(string hex)
    {
        Assert.Throws<InvalidDataException>(() =>
        {
            ReadOnlySpan<byte> bytes = Convert.FromHexString(hex);
            VarInts.Read(ref bytes);
        });
    }
}
