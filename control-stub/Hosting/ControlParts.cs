using Pdp.ControlStub.Adoption;
using Pdp.ControlStub.Api;
using Pdp.ControlStub.Apply;
using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Gateway.Questions;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Observability;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Pipelines;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Hosting;

/// <summary>What the process is made of, and how the parts know one another: a table of contents.</summary>
internal sealed class ControlParts(ServeOptions options, IControlStore store, TimeProvider time, ILoggerFactory logging, CancellationToken stopping)
    : IDisposable
{
    private readonly SessionDirectory _sessions = new(Guid.NewGuid().ToString("N"), store.Changes);
    private readonly DialBudget _dials = new(options.Gateway, time);
    private readonly DialBudget _enrolments = new(options.Gateway, time);
    private readonly ThrownExceptions _thrown = new();
    private readonly ReturnSlots _slots = new(time);
    private readonly EventStreams _streams = new(options.Limits.MaxEventStreams, time, stopping);
    private PlaneQuestions _questions = null!;
    private SessionContext _context = null!;
    private IntentDesk _intents = null!;
    private AdoptionDesk _adoption = null!;
    private Resigner _resigner = null!;
    private TrustBook _book = null!;
    private TrustDesk _trust = null!;
    private BundleMaker _bundles = null!;

    public AccessTokens AccessTokens { get; } = new(store.Users, time);

    public Tokens Tokens { get; } = new(store.Tokens, time);

    /// <summary>Where connections wait for their handshake.</summary>
    public AdmissionQueue Line { get; } = new(options.Gateway, time);

    public AgentGateway Gateway { get; private set; } = null!;

    public AgentEndpoints AgentEndpoints { get; private set; } = null!;

    public EnrolmentEndpoints EnrolmentEndpoints { get; private set; } = null!;

    public ApplyDesk Applies { get; private set; } = null!;

    public IReadOnlyList<BackgroundService> BackgroundServices =>
    [
        new SessionClock(_context, [_dials, _enrolments], _slots, logging.CreateLogger<SessionClock>()),
        new SessionKeeper(_context, logging.CreateLogger<SessionKeeper>()),
        new QuestionRelay(store, _sessions, _questions, logging.CreateLogger<QuestionRelay>()),
        new TrustWatch(_book, store.Changes, time, logging.CreateLogger<TrustWatch>()),
        new Retention(store.Intents, store.Catalogue, time, logging.CreateLogger<Retention>()),
    ];

    /// <summary>Puts the parts together once keys and certificates are there.</summary>
    public void Compose(ProcessKeys keys, Certificates certificates, Func<Uri> publicAgents)
    {
        _book = keys.Book;
        _intents = new IntentDesk(store, () => _book.Current.Intents, time, Random.Shared.NextDouble);
        _adoption = new AdoptionDesk(store, _intents, time);
        _resigner = new Resigner(store, _intents, () => _book.Current.Intents.PublicKey);
        _questions = new PlaneQuestions(store, _sessions, time);
        var documents = new TrustDocumentMaker(_book, store.Keys);
        _trust = new TrustDesk(store, options.Postgres is not null, keys, _resigner, new KnowledgeOfPlanes(store.Planes, time), time);
        _book.Changed = () => Follow(certificates, keys.Directory);
        certificates.Follow(_book.Current.Record, keys.Directory, time);
        var presented = new AgentCertificates(certificates.Authorities, options.Enrolment, store.Certificates, time);
        Introduction Introduce(WebSocketFrames frames) => new(frames, presented, options.Gateway, time, logging.CreateLogger<Introduction>());
        var issuer = new CertificateIssuer(certificates.Authorities, options.Enrolment, time);
        var refusals = new RefusalBook(store.Events, _enrolments, time);
        var renewal = new RenewalDesk(presented, store.Certificates, issuer, refusals, options.Enrolment, time);
        var enrolment = new EnrolmentDesk(Tokens, store.Certificates, issuer, refusals, options.Enrolment, time);
        _context = new SessionContext(
            options.Gateway, store, _sessions, _adoption, () => [.. _book.Current.Signers.Select(s => s.PublicKey)],
            (credential, csr, cancellationToken) => renewal.RenewAsync(credential.Plane, credential.Serial, csr, cancellationToken),
            time, Random.Shared.NextDouble)
        {
            Trust = documents,
        };
        _bundles = new BundleMaker(() => publicAgents().ToString(), () => _book.Current.Record.Authorities, documents);
        Applies = new ApplyDesk(store, _intents, time);
        Gateway = new AgentGateway(_context, Introduce, _dials, Line, _slots, logging);
        AgentEndpoints = new AgentEndpoints(Gateway, presented, time);
        EnrolmentEndpoints = new EnrolmentEndpoints(enrolment, renewal);
    }

    /// <summary>Says in the store that this process is there.</summary>
    public Task AnnounceAsync(CancellationToken cancellationToken) =>
        store.Sessions.RenewAsync(_sessions.Process, time.GetUtcNow(), cancellationToken);

    /// <summary>Hears of no more changes.</summary>
    public void Dispose()
    {
        _sessions.Dispose();
        Gateway?.Dispose();
        _thrown.Dispose();
    }

    private void Follow(Certificates certificates, string directory)
    {
        certificates.Follow(_book.Current.Record, directory, time);
        foreach (var session in _sessions.All)
            session.OweTrust();
    }

    /// <summary>The operators' routes.</summary>
    public void MapOperators(IEndpointRouteBuilder routes)
    {
        new AboutEndpoints(store).Map(routes);
        new MetricsEndpoints(_sessions, Line, _thrown).Map(routes);
        new PlaneEndpoints(store, Tokens, _bundles, options.Limits, options.Enrolment, time).Map(routes);
        new IntentEndpoints(store, _intents, new PlanDesk(store, _questions, time), options.Limits, time).Map(routes);
        new ObservabilityEndpoints(store, new ObservabilityTokenMaker(_book, time)).Map(routes);
        new SecretEndpoints(store, time).Map(routes);
        new ApplyEndpoints(Applies, options.Limits).Map(routes);
        new PipelineEndpoints(store.Promotions, new PipelineDesk(store, time), options.Limits, time).Map(routes);
        new ReleaseEndpoints(store.Releases, options.Limits, time).Map(routes);
        var deployer = new Deployer(store, _intents, time);
        var promotions = new PromotionDesk(store, deployer, time);
        new BindingEndpoints(store, new DeploymentDesk(store, deployer, time), promotions, options.Limits).Map(routes);
        new PromotionEndpoints(store.Promotions, new ApprovalDesk(store, promotions, time)).Map(routes);
        new CatalogueEndpoints(store.Catalogue).Map(routes);
        new EventEndpoints(store.Events, _streams, AccessTokens).Map(routes);
        new AdoptionEndpoints(store, _adoption, _resigner, options.Limits).Map(routes);
        new KeyEndpoints(store.Keys, _resigner, _book, options.Limits, time).Map(routes);
        new TrustEndpoints(_book, _trust, new KnowledgeOfPlanes(store.Planes, time)).Map(routes);
        new UserEndpoints(store.Users, options.Limits, time).Map(routes);
        new GrantEndpoints(store.Users, time).Map(routes);
        new TokenEndpoints(store.Users, AccessTokens, options.Limits, time).Map(routes);
        new BackupEndpoints(store, time).Map(routes);
    }
}
