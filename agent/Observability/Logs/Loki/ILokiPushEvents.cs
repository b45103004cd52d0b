namespace Pdp.Observability.Logs.Loki;

/// <summary>What pushing to Loki tells of itself. Called while it works: must return at once and not throw.</summary>
public interface ILokiPushEvents
{
    /// <summary>A push ended, taken or not.</summary>
    void Pushed(bool isTaken, long entries);

    /// <summary>Entries Loki will never take: too old, out of order beyond its window, or too long. They are lost.</summary>
    void Refused(long entries);
}
