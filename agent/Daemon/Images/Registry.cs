using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Images.Distribution;

namespace Pdp.Daemon.Images;

/// <summary>One registry, asked no more at once than the customer said, and not at all for a while after it failed.</summary>
internal sealed class Registry : IDisposable
{
    private readonly RegistryDefinition _definition;
    private readonly ImageContext _context;
    private readonly RegistryConnection _connection;
    private readonly RegistryClient _client;
    private readonly RegistryGate _gate;
    private readonly SemaphoreSlim _places;
    private readonly CallQueue<string> _digests;
    private readonly CallQueue<IReadOnlyList<string>> _tags;

    public Registry(RegistryDefinition definition, ImageContext context)
    {
        (_definition, _context) = (definition, context);
        _connection = new RegistryConnection(definition);
        var hosts = new HostRules(definition);
        var tokens = new TokenService(_connection, context.Metrics, definition, context.Time);
        var authorization = new RegistryAuthorization(definition, tokens, hosts, context.Time);
        _client = new RegistryClient(definition, new RegistryCalls(definition, _connection, authorization, hosts, context.Time));
        _gate = new RegistryGate(context.Time, context.Chance);
        _places = new SemaphoreSlim(definition.Parallelism);
        (_digests, _tags) = (new CallQueue<string>(_places), new CallQueue<IReadOnlyList<string>>(_places));
    }

    /// <summary>The digest a tag has now.</summary>
    /// <exception cref="RegistryException">It cannot be had.</exception>
    public Task<string> DigestOfAsync(string repository, string tag, CancellationToken cancellationToken) => _digests.AskAsync(
        $"{repository}:{tag}",
        ct => CallAsync("manifest", called => _client.DigestOfAsync(repository, tag, called), ct),
        cancellationToken);

    /// <summary>The tags of a repository.</summary>
    /// <exception cref="RegistryException">They cannot be had.</exception>
    public Task<IReadOnlyList<string>> TagsOfAsync(string repository, CancellationToken cancellationToken) => _tags.AskAsync(
        repository,
        ct => CallAsync("tags", called => _client.TagsOfAsync(repository, called), ct),
        cancellationToken);

    public void Dispose()
    {
        _connection.Dispose();
        _places.Dispose();
    }

    private async Task<T> CallAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var begun = _gate.Enter();
        try
        {
            var answer = await call(cancellationToken);
            _gate.Answered();
            _context.Metrics.Called(_definition.Host, what, "ok");
            return answer;
        }
        catch (RegistryException failure)
        {
            var retryAfter = _gate.Failed(failure, begun);
            _context.Metrics.Called(_definition.Host, what, ImageMetrics.ResultOf(failure.Fault));
            _context.Log.NotTold(_definition.Host, failure.Message);
            throw new RegistryException(failure.Fault, failure.Message, retryAfter);
        }
    }
}
