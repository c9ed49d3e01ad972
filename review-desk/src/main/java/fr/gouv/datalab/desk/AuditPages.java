package fr.gouv.datalab.desk;

import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.refusals.UsageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an auditor reads: the last openings of the gate, and whether the journal holds. */
final class AuditPages {
  private static final int LINES = 200;

  private final Reception reception;
  private final Rooms rooms;

  AuditPages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
  }

  void routes(RoutesConfig routes) {
    routes.get("/audit", this::show);
  }

  private void show(Context context) {
    if (!reception.isAuditor(reception.session(context).person())) {
      throw new UsageException("There is no such page.");
    }
    Frame frame = reception.frame(context, reception.words(context).t("audit.title"), "");
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("frame", frame);
    model.put("accesses", new AccessLog(rooms.registry()).latest(LINES));
    reception.page(context, 200, "audit", model);
  }
}
