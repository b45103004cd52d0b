namespace Pdp.LocalCluster.Tests;

/// <summary>The same numbers every time (xorshift), so that a failure can be seen again.</summary>
internal sealed class RandomSequence(uint seed)
{
    private uint _state = seed;

    public int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}
