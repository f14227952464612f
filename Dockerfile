# The same as `make run` makes, without the demo: give it DATABASE_URL and the two required settings.
FROM node:20-bookworm-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm
ENV PYTHONPATH=/app/src DJANGO_SETTINGS_MODULE=nanobank.site.settings PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY --from=browser /app/node_modules node_modules
COPY manage.py ./
COPY scripts scripts
COPY src src
RUN python scripts/compile_messages.py \
 && NANOBANK_SECRET_KEY=build NANOBANK_KEY_ENCRYPTION_KEYS=build python manage.py collectstatic --noinput --ignore scss
RUN useradd --create-home nanobank && mkdir var && chown nanobank var
USER nanobank
EXPOSE 8000
CMD ["sh", "-c", "python manage.py migrate && exec granian --interface wsgi --host 0.0.0.0 --port 8000 --workers 2 --blocking-threads 4 nanobank.site.wsgi:application"]
