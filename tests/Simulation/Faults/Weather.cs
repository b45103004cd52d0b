using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Faults;

/// <summary>
/// How likely what is. Every seed has weather of its own: most faults never happen in it, some often, so that each is met alone, with
/// others, rarely and in storms.
/// </summary>
internal sealed class Weather
{
    private const int Seldom = 10;

    private readonly Dice _dice;
    private readonly double[] _odds = new double[Enum.GetValues<Fault>().Length];
    private readonly int[] _struck = new int[Enum.GetValues<Fault>().Length];

    /// <param name="dice">Decide what this weather is.</param>
    /// <param name="prone">Faults that belong to it in any case.</param>
    public Weather(Dice dice, IReadOnlyCollection<Fault> prone)
    {
        _dice = dice;
        foreach (var fault in Enum.GetValues<Fault>()) _odds[(int)fault] = dice.Happens(0.4) ? dice.Of([0.002, 0.01, 0.05]) : 0;
        // An agent dials a few times where it makes thousands of calls.
        _odds[(int)Fault.DialFailed] *= Seldom;
        foreach (var fault in prone) _odds[(int)fault] = 0.05;
    }

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsCalm { get; set; }

    /// <summary>How often each fault struck.</summary>
    public IEnumerable<(Fault Fault, int Times)> Struck =>
        Enum.GetValues<Fault>().Select(fault => (fault, _struck[(int)fault])).Where(entry => entry.Item2 > 0);

    /// <summary>Whether a fault belongs to this seed's weather.</summary>
    public bool Has(Fault fault) => _odds[(int)fault] > 0;

    /// <summary>Decides whether a fault strikes here.</summary>
    public bool Strikes(Fault fault)
    {
        if (IsCalm || !Has(fault) || !_dice.Happens(_odds[(int)fault])) return false;
        Count(fault);
        return true;
    }

    /// <summary>Counts a fault that somebody else decided on.</summary>
    public void Count(Fault fault) => _struck[(int)fault]++;
}
