namespace Pdp.Kubernetes.Transport;

/// <summary>Lets so many requests through at once; the others wait in line.</summary>
internal sealed class RequestGate(int places) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places);

    public async ValueTask<Place> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return new Place(_places);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>A place at the server; given back when disposed.</summary>
    public readonly struct Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
