using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Crashes;

/// <summary>Kills an agent at one point after another, each counted from the life before it on.</summary>
internal sealed class Killer(IReadOnlyList<KillPoint> points)
{
    private bool _isArmed;
    private int _next;
    private int _count;

    /// <summary>Deaths so far.</summary>
    public int Deaths { get; private set; }

    /// <summary>Writes that were sent since it was armed.</summary>
    public int Sent { get; private set; }

    /// <summary>Writes that were carried out since it was armed.</summary>
    public int Done { get; private set; }

    /// <summary>Counts from now on.</summary>
    public void Arm() => _isArmed = true;

    /// <summary>Lies in wait for a life.</summary>
    public void Follow(Lifeline life)
    {
        _count = 0;
        life.DieWhen(IsFatal);
    }

    private bool IsFatal(string crossing)
    {
        if (!_isArmed) return false;
        if (KillPoint.IsOf(crossing, "before")) Sent++;
        if (KillPoint.IsOf(crossing, "after")) Done++;
        if (_next == points.Count || !points[_next].Counts(crossing) || ++_count < points[_next].Write) return false;
        _next++;
        Deaths++;
        return true;
    }
}
