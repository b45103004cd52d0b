namespace Pdp.Core.Plan;

/// <summary>When two who write the same field are said to fight, and how the agent slows down.</summary>
public sealed record ContestOptions
{
    /// <summary>A field put back this often within <see cref="Window"/> is contested; 2..100. Default 3.</summary>
    public int Repairs { get; init; } = 3;

    /// <summary>
    /// Time the repairs are counted in, and for which a contested field must be left alone until that is over; 10 s..24 h. Default 10 min.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The first pause before a contested field is put back again; doubled each time. 10 ms..1 h. Default 10 s.</summary>
    public TimeSpan PauseMin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest such pause; from <see cref="PauseMin"/> to 24 h. Default 10 min.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromMinutes(10);
}
