using System.Collections.Immutable;
using Pdp.Daemon.Images.Configuration;

namespace Pdp.Daemon.Images;

/// <summary>The registries the customer listed, taken over anew when their file changes.</summary>
internal sealed class RegistrySet : IDisposable
{
    private static readonly TimeSpan _reload = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly RegistriesFile _file;
    private readonly ImageContext _context;
    private ImmutableDictionary<string, Registry> _registries = ImmutableDictionary<string, Registry>.Empty;
    private long _looked;

    public RegistrySet(RegistriesFile file, ImageContext context)
    {
        (_file, _context, _looked) = (file, context, context.Time.GetTimestamp());
        file.Reload();
        Adopt();
    }

    /// <summary>The registry that image references call so; null when it is not listed.</summary>
    public Registry? Find(string host)
    {
        lock (_lock)
        {
            if (_context.Time.GetElapsedTime(_looked) >= _reload)
            {
                _looked = _context.Time.GetTimestamp();
                if (_file.Reload()) Adopt();
            }
            return _registries.GetValueOrDefault(host);
        }
    }

    public void Dispose()
    {
        foreach (var registry in _registries.Values) registry.Dispose();
    }

    // Calls under way over the ones before end by themselves; their connections are closed when nobody uses them any more.
    private void Adopt() => _registries = _file.Current.ToImmutableDictionary(
        definition => definition.Host, definition => new Registry(definition, _context));
}
