using System.Buffers;
using Pdp.Core.Packing;

namespace Pdp.PlaneStore.Metrics;

/// <summary>A column of numbers as differences, each to the one before; 0 stands for none, others are one more than the zigzag of the difference.</summary>
internal static class Deltas
{
    public static void Write(IBufferWriter<byte> to, IEnumerable<long?> values)
    {
        long before = 0;
        foreach (var value in values)
        {
            if (value is not { } number)
            {
                VarInts.Write(to, 0);
                continue;
            }
            var delta = unchecked(number - before);
            // The one difference whose zigzag has no next: no amount of anything is as far from another.
            if (delta == long.MinValue) throw new ArgumentOutOfRangeException(nameof(values));
            VarInts.Write(to, VarInts.ZigZag(delta) + 1);
            before = number;
        }
    }

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public static long?[] Read(ref ReadOnlySpan<byte> from, int count)
    {
        var values = new long?[count];
        long before = 0;
        for (var i = 0; i < count; i++)
        {
            var next = VarInts.Read(ref from);
            if (next == 0) continue;
            before = unchecked(before + VarInts.UnZigZag(next - 1));
            values[i] = before;
        }
        return values;
    }
}
