namespace Pdp.Story.Processes;

/// <summary>What a process printed: everything in a file, the last lines at hand.</summary>
public sealed class ProcessLog : IDisposable
{
    private const int Kept = 500;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly StreamWriter _file;
    private bool _closed;

    /// <summary>Appends to a file, which is created where there is none.</summary>
    public ProcessLog(string path)
    {
        Path = path;
        _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    /// <summary>Where everything is kept.</summary>
    public string Path { get; }

    /// <summary>The last lines, oldest first.</summary>
    /// <param name="lines">How many; 1 to 500.</param>
    public string Tail(int lines)
    {
        lock (_lock)
        {
            return string.Join('\n', _last.TakeLast(lines));
        }
    }

    /// <summary>Stops writing; later lines are dropped.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    internal void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null || _closed)
            {
                return;
            }

            _file.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }
        }
    }

    internal string? FirstStartingWith(string word)
    {
        lock (_lock)
        {
            return _last.FirstOrDefault(line => line.StartsWith(word + " ", StringComparison.Ordinal));
        }
    }
}
