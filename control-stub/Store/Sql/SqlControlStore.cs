using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>The store in a relational database.</summary>
/// <param name="database">The database, with its schema up to date; disposed with this.</param>
/// <param name="turns">Turns of those who share the database.</param>
/// <param name="limits">What the store may grow to.</param>
/// <param name="time">The clock.</param>
internal sealed class SqlControlStore(ISqlDatabase database, ITurns turns, StoreLimits limits, TimeProvider time) : IControlStore
{
    private readonly SqlEventLog _events = new(database);

    public IPlaneStore Planes { get; } = new SqlPlaneStore(database, time);

    public ITokenStore Tokens { get; } = new SqlTokenStore(database, time);

    public IUserStore Users { get; } = new SqlUserStore(database, limits);

    public ICertificateStore Certificates { get; } = new SqlCertificateStore(database, limits.CertificatesPerPlane, time);

    public IIntentStore Intents { get; } = new SqlIntentStore(database, limits);

    public IHeldStore Held { get; } = new SqlHeldStore(database);

    public ISourceStore Sources { get; } = new SqlSourceStore(database);

    public IReleaseStore Releases { get; } = new SqlReleaseStore(database, limits.ReleasesPerComponent);

    public IPromotionStore Promotions { get; } = new SqlPromotionStore(database);

    public ICatalogueStore Catalogue { get; } = new SqlCatalogueStore(database);

    public IEventLog Events => _events;

    public ISessionStore Sessions { get; } = new SqlSessionStore(database);

    public IQuestionStore Questions { get; } = new SqlQuestionStore(database);

    public ITrustStore Trust { get; } = new SqlTrustStore(database);

    public IKeyStore Keys { get; } = new SqlKeyStore(database);

    public ISnapshotStore Snapshots { get; } = new SqlSnapshotStore(database, time);

    public ITurns Turns => turns;

    public IChangeFeed Changes => database.Changes;

    public ValueTask DisposeAsync()
    {
        _events.Dispose();
        return database.DisposeAsync();
    }
}
