namespace Pdp.Core.Ports;

/// <summary>The intent that is being worked on. Flows with the calls made for it, so that whoever writes knows what caused the write.</summary>
public static class WorkingOn
{
    private static readonly AsyncLocal<string?> _intent = new();

    /// <summary>Its id; null when the work is for none.</summary>
    public static string? Intent => _intent.Value;

    /// <summary>Works on an intent from here on; disposing of the result ends it.</summary>
    public static IDisposable Enter(string intent)
    {
        var before = _intent.Value;
        _intent.Value = intent;
        return new Work(before);
    }

    private sealed class Work(string? before) : IDisposable
    {
        public void Dispose() => _intent.Value = before;
    }
}
