using Pdp.Cutter.Plan;
using Pdp.Testing;

namespace Pdp.Cutter.Play;

/// <summary>Does faults to a line.</summary>
internal static class LineFaults
{
    /// <summary>Does one; ends when it is over.</summary>
    public static async Task DoAsync(TestCable line, PlannedFault fault, TimeProvider time, CancellationToken ct)
    {
        var way = fault.ToServer ? line.ToServer : line.ToClient;
        switch (fault.Kind)
        {
            case FaultKind.Cut:
                line.Cut();
                return;
            case FaultKind.CutAfterBytes:
                way.CutAfter(fault.Amount);
                return;
            case FaultKind.CutAtRecord:
                way.CutAtRecord(fault.Amount);
                return;
            case FaultKind.Discard:
                way.Discard(fault.Amount);
                return;
            case FaultKind.Corrupt:
                way.Corrupt(fault.Amount);
                return;
            case FaultKind.Stall:
                line.Stall();
                break;
            case FaultKind.Silence:
                line.Silence();
                break;
            case FaultKind.Throttle:
                line.BytesPerSecond = fault.Amount;
                break;
            case FaultKind.Delay:
                line.Delay = fault.Lasts / 20;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "A line can have no such fault.");
        }

        await Task.Delay(fault.Lasts, time, ct);
        Mend(line);
    }

    /// <summary>Makes the line good again.</summary>
    public static void Mend(TestCable line)
    {
        line.Restore();
        line.BytesPerSecond = 0;
        line.Delay = default;
        line.ToServer.Clear();
        line.ToClient.Clear();
    }
}
